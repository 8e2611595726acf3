fn expanded() {
    ::pipewright::__private::pipeline(
        (
            ::pipewright::__private::source::from(files),
            ::pipewright::__private::Count::new("fan_out", "at least one worker", 4),
        ),
        |__pw_run, (__pw_a0, __pw_a1)| {
            #[allow(unused_imports)]
            use ::pipewright::__private::{self as __pw, NothingUnseen as _};
            __pw_run.check(&__pw_a1);
            __pw_run
                .scope(|__pw_s| {
                    let (__pw_tx0, __pw_rx0) = __pw_s.edge();
                    __pw_s
                        .section(
                            "map",
                            || {
                                __pw_a0
                                    .flow(__pw_run)
                                    .map(read)
                                    .or_fail("map")
                                    .fan_out(__pw_tx0)
                            },
                        );
                    let (__pw_tx1, __pw_rx1) = __pw_s.edge();
                    __pw_s
                        .region(
                            "flat_map",
                            &__pw_a1,
                            __pw_rx0,
                            __pw_tx1,
                            |__pw_in, __pw_out| {
                                __pw_in
                                    .flat_map(|text| words(&text))
                                    .failures_spread()
                                    .fan_in(__pw_out)
                            },
                        );
                    __pw_s
                        .here(|| __pw_rx1.flow(__pw_run).count_by(|word| word))
                        .end(__pw_s, || {})
                })
        },
        "S\tfrom(files) ▷ map(read)?\t\t\nS\tflat_map(..)\t{0}\tr\nS\tcount_by(..)\t\th\nE\t0\t0\t1\t\t\nE\t1\t1\t2\t\t\n",
    )
}
