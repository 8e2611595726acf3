fn expanded() {
    ::pipewright::__private::typed::<
        MyError,
        _,
        _,
        _,
        _,
        _,
    >(
        (
            ::pipewright::__private::source::lines(file),
            ::pipewright::__private::Count::new("fan_out", "at least one worker", 4),
            ::pipewright::__private::Count::new("batch", "at least one item", 50),
            ::pipewright::__private::Time::new(
                "batch",
                ::pipewright::__private::words::s(1000000000),
            ),
            ::pipewright::__private::Count::new("batch", "at least one item", 100),
            ::pipewright::__private::Time::new(
                "batch",
                ::pipewright::__private::words::ms(200000000),
            ),
            ::pipewright::__private::Count::new("fan_out", "at least one worker", 2),
        ),
        |__pw_run, (__pw_a0, __pw_a1, __pw_a2, __pw_a3, __pw_a4, __pw_a5, __pw_a6)| {
            #[allow(unused_imports)]
            use ::pipewright::__private::{self as __pw, NothingUnseen as _};
            __pw_run.check(&__pw_a1);
            __pw_run.check(&__pw_a2);
            __pw_run.check_time(&__pw_a3);
            __pw_run.check(&__pw_a4);
            __pw_run.check_time(&__pw_a5);
            __pw_run.check(&__pw_a6);
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
                    let (__pw_tx2, __pw_rx2) = __pw_s.edge();
                    let (__pw_tx3, __pw_rx3) = __pw_s.edge();
                    __pw_s
                        .section(
                            "fan_in",
                            || __pw_rx1.flow(__pw_run).split_result((__pw_tx2, __pw_tx3)),
                        );
                    let rows = __pw_rx2;
                    let bad = __pw_rx3;
                    let (__pw_tx4, __pw_rx4) = __pw_s.edge();
                    let (__pw_tx5, __pw_rx5) = __pw_s.edge();
                    __pw_s
                        .section(
                            "rows",
                            || rows.flow(__pw_run).tee([__pw_tx4, __pw_tx5]),
                        );
                    let audit = __pw_rx4;
                    let work = __pw_rx5;
                    __pw_s
                        .sink(
                            "map",
                            || {
                                audit
                                    .flow(__pw_run)
                                    .map(to_json)
                                    .trying()
                                    .for_each(|line| writeln!(log, "{line}"))
                                    .or_fail("for_each")
                            },
                        )
                        .unnamed();
                    let __pw_r3 = __pw_s
                        .sink(
                            "batch",
                            || {
                                bad
                                    .flow(__pw_run)
                                    .at_edge()
                                    .batch(__pw_a2, __pw_a3)
                                    .map(put_dead_letters)
                                    .or_fail("map")
                                    .sum::<usize>()
                            },
                        );
                    #[allow(unused_variables, clippy::no_effect_underscore_binding)]
                    let rejected = __pw::OnlyInTheTail;
                    let (__pw_tx6, __pw_rx6) = __pw_s.edge();
                    __pw_s
                        .section(
                            "batch",
                            || {
                                work
                                    .flow(__pw_run)
                                    .at_edge()
                                    .batch(__pw_a4, __pw_a5)
                                    .fan_out(__pw_tx6)
                            },
                        );
                    let (__pw_tx7, __pw_rx7) = __pw_s.edge();
                    __pw_s
                        .region(
                            "map_init",
                            &__pw_a6,
                            __pw_rx6,
                            __pw_tx7,
                            |__pw_in, __pw_out| {
                                __pw_in
                                    .map_init(
                                        || Db::connect(url),
                                        |db, rows| db.insert_all(&rows),
                                    )
                                    .or_fail("map_init")
                                    .fan_in(__pw_out)
                            },
                        );
                    let __pw_r4 = __pw_s.here(|| __pw_rx7.flow(__pw_run).sum::<usize>());
                    #[allow(unused_variables, clippy::no_effect_underscore_binding)]
                    let stored = __pw::OnlyInTheTail;
                    __pw_s.join()?;
                    let rejected = __pw_r3.value();
                    let stored: usize = __pw_r4.value();
                    __pw::ended((stored, rejected))
                })
        },
        "S\tlines(file)?\t\t\nS\tmap(parse)\t{0}\tr\nS\tsplit_result\t\t\nS\ttee\t\t\nS\tmap(to_json) ▷ for_each(..)?\t\t\nS\tbatch({1}, 1s) ▷ map(put_dead_letters)? ▷ sum\t\t\nS\tbatch({2}, 200ms)\t\t\nS\tmap_init(.., ..)?\t{3}\tr\nS\tsum\t\th\nE\t0\t0\t1\t\t\nE\t1\t1\t2\t\tw\nE\t2\t2\t3\trows\t\nE\t3\t2\t5\tbad\t\nE\t4\t3\t4\taudit\t\nE\t5\t3\t6\twork\t\nE\t6\t6\t7\t\t\nE\t7\t7\t8\t\t\n",
    )
}
