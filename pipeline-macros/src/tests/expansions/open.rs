fn expanded() {
    ::pipewright::__private::open(
        (
            ::pipewright::__private::source::from(rows),
            ::pipewright::__private::Count::new("batch", "at least one item", 100),
            ::pipewright::__private::Time::new(
                "batch",
                ::pipewright::__private::words::ms(200000000),
            ),
        ),
        move |__pw_run, (__pw_a0, __pw_a1, __pw_a2), __pw_tail| {
            #[allow(unused_imports)]
            use ::pipewright::__private::{self as __pw, NothingUnseen as _};
            __pw_run.check(&__pw_a1);
            __pw_run.check_time(&__pw_a2);
            __pw_run
                .scope(|__pw_s| {
                    let (__pw_tx0, __pw_rx0) = __pw_s.edge();
                    __pw_s.section("from", || __pw_a0.flow(__pw_run).deliver(__pw_tx0));
                    __pw_s
                        .feed_here(|| {
                            __pw_rx0
                                .flow(__pw_run)
                                .at_edge()
                                .batch(__pw_a1, __pw_a2)
                                .map(send_all)
                                .or_fail("map")
                                .deliver(__pw_tail)
                        });
                    __pw_s.join()?;
                    __pw::ended(())
                })
        },
        "S\tfrom(rows)\t\t\nS\tbatch({0}, 200ms) ▷ map(send_all)?\t\th\nE\t0\t0\t1\t\t\nE\ttail\t1\ttail\t\t\n",
    )
}
