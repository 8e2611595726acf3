fn expanded() {
    ::pipewright::__private::pipeline(
        (
            ::pipewright::__private::source::lines(file),
            ::pipewright::__private::Count::new(
                "fan_out",
                "at least one worker",
                workers,
            ),
            ::pipewright::__private::Count::new(
                "buffer",
                "room for at least one item",
                64,
            ),
        ),
        |__pw_run, (__pw_a0, __pw_a1, __pw_a2)| {
            #[allow(unused_imports)]
            use ::pipewright::__private::{self as __pw, NothingUnseen as _};
            __pw_run.check(&__pw_a1);
            __pw_run.check(&__pw_a2);
            __pw_run
                .scope(|__pw_s| {
                    let (__pw_tx0, __pw_rx0, __pw_rx1) = __pw_s.ordered(&__pw_a1);
                    __pw_s
                        .section(
                            "lines",
                            || __pw_a0.flow(__pw_run).or_fail("lines").fan_out(__pw_tx0),
                        );
                    __pw_s
                        .region_ordered(
                            "map",
                            &__pw_a1,
                            __pw_rx0,
                            |__pw_in, __pw_out| __pw_in.map(parse).fan_in(__pw_out),
                        );
                    let (__pw_tx2, __pw_rx2) = __pw_s.edge_of(&__pw_a2);
                    __pw_s
                        .section("fan_in", || __pw_rx1.flow(__pw_run).buffer(__pw_tx2));
                    __pw_s
                        .here(|| {
                            __pw_rx2
                                .flow(__pw_run)
                                .trying()
                                .for_each(print)
                                .or_fail("for_each")
                        })
                        .end(__pw_s, || {})
                })
        },
        "S\tlines(file)?\t\t\nS\tmap(parse)\t{0}\tr\nS\t(moves items on)\t\t\nS\tfor_each(print)?\t\th\nE\t0\t0\t1\t\t\nE\t1\t1\t2\t\tw\nE\t2\t2\t3\t\t\n",
    )
}
