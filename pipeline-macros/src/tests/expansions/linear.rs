fn expanded() {
    ::pipewright::__private::pipeline(
        (::pipewright::__private::source::from(rows), 10),
        |__pw_run, (__pw_a0, __pw_a1)| {
            #[allow(unused_imports)]
            use ::pipewright::__private::{self as __pw, NothingUnseen as _};
            __pw_run
                .scope(|__pw_s| {
                    __pw_s
                        .here(|| {
                            __pw_a0
                                .flow(__pw_run)
                                .filter(|row| row.is_new())
                                .map(parse)
                                .or_fail("map")
                                .take(__pw_a1)
                                .collect::<Vec<_>>()
                        })
                        .end(__pw_s, || {})
                })
        },
        "S\tfrom(rows) ▷ filter(..) ▷ map(parse)? ▷ take(10) ▷ collect\t\th\n",
    )
}
