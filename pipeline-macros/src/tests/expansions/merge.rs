fn expanded() {
    ::pipewright::__private::pipeline(
        (
            ::pipewright::__private::source::receive(left),
            ::pipewright::__private::source::receive(right),
            ::pipewright::__private::Count::new(
                "buffer",
                "room for at least one item",
                8,
            ),
        ),
        |__pw_run, (__pw_a0, __pw_a1, __pw_a2)| {
            #[allow(unused_imports)]
            use ::pipewright::__private::{self as __pw, NothingUnseen as _};
            __pw_run.check(&__pw_a2);
            __pw_run
                .scope(|__pw_s| {
                    let a = __pw_s.stream(|| __pw_a0.flow(__pw_run).map(f));
                    let b = __pw_s.stream(|| __pw_a1.flow(__pw_run));
                    let (__pw_tx0, __pw_rx0) = __pw_s.edge_of(&__pw_a2);
                    let __pw_tx = __pw_tx0.another();
                    __pw_s.section("a", || a.flow(__pw_run).fan_in(__pw_tx));
                    __pw_s.section("b", || b.flow(__pw_run).fan_in(__pw_tx0));
                    __pw_s
                        .here(|| __pw_rx0.flow(__pw_run).sum::<u64>())
                        .end(__pw_s, || {})
                })
        },
        "S\treceive(left) ▷ map(f)\t\t\nS\treceive(right)\t\t\nS\tsum\t\th\nE\t0\t0\t2\t\t\nE\t0\t1\t2\t\t\n",
    )
}
