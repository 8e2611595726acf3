//! R33: every control, in every closure and every drop.

use super::locks::{DropsWith, Own, USES, own};
use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::watchdog::step;
use pipewright::prelude::*;
use pipewright::{Error, ErrorKind};

/// Uses the control of the run where `$say` is called, or `$drops` is dropped. If that is inside of the run for sure, one that
/// says cancel cannot end well.
macro_rules! used {
    ($is_inside:literal, |$say:ident, $drops:ident| { $($pipeline:tt)* }) => {
        for said in USES {
            step(format!("{said:?} in {}", stringify!($($pipeline)*)));
            let own = Own::default();
            let (control, dropping) = (own.clone(), own.clone());
            let $say = move || said.by(control.0.wait());
            let $drops = DropsWith::new(move || said.by(dropping.0.wait()));
            let run = pipeline!(move || { $($pipeline)* }).capacity(1).spawn();
            assert!(own.0.set(run.control()).is_ok());
            match run.join().map(|_| ()) {
                Ok(()) => assert!(!(said.is_cancel() && $is_inside), "cancelled, and ended well"),
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::Cancelled, "{error}");
                    assert!(said.is_cancel());
                }
            }
        }
    };
}

pub(super) fn in_closures_of_sections() {
    used!(true, |say, drops| {
        from((0..3_u8).inspect(move |_| say())) >> buffer(1) >> for_each(move |_| own(&drops));
    });
    used!(true, |say, _drops| {
        from(0..3_u8)
            >> filter(move |_| {
                say();
                true
            })
            >> buffer(1)
            >> for_each(drop);
    });
    used!(true, |say, _drops| {
        from(0..3_u8) >> fan_out(2) >> map(|_| say()) >> fan_in >> for_each(drop);
    });
    used!(true, |say, _drops| {
        from(0..3_u8) >> fan_out(2, ordered) >> map(|_| say()) >> fan_in >> for_each(drop);
    });
    used!(true, |say, _drops| {
        from(0..3_u8) >> fan_out(2, by = |_| say()) >> for_each(drop);
    });
    used!(true, |say, _drops| {
        from(0..3_u8) >> buffer(1) >> map_init(say, |(), n| n) >> for_each(drop);
    });
    used!(true, |say, _drops| {
        from(0..3_u8) >> fan_out(1) >> map_init(&say, |(), n| n) >> for_each(drop);
    });
    used!(true, |say, _drops| {
        from(0..3_u8)
            >> scan((), move |(), n| {
                say();
                Some(n)
            })
            >> buffer(1)
            >> for_each(drop);
    });
}

pub(super) fn in_closures_of_sinks_and_splits() {
    used!(true, |say, _drops| {
        from(0..3_u8)
            >> through(move |items| {
                say();
                items
            })
            >> buffer(1)
            >> for_each(drop);
    });
    used!(true, |say, _drops| {
        from(0..3_u8)
            >> buffer(1)
            >> consume(move |items| {
                say();
                items.count()
            });
    });
    used!(true, |say, _drops| {
        from(0..3_u8) >> buffer(1) >> fold((), move |(), _| say());
    });
    used!(true, |say, _drops| {
        from(0..3_u8) >> buffer(1) >> count_by(move |_| say());
    });
    used!(true, |say, _drops| {
        from(0..3_u8)
            >> buffer(1)
            >> min_by_key(move |n| {
                say();
                *n
            });
    });
    used!(true, |say, _drops| {
        generate(move |out| {
            say();
            let _ = out.push(0_u8);
        }) >> for_each(drop);
    });
    used!(true, |say, _drops| {
        let (a, b) = from(0..3_u8)
            >> partition(move |_| {
                say();
                true
            });
        a >> for_each(drop);
        b >> for_each(drop);
    });
    used!(true, |say, drops| {
        let a = from(0..3_u8) >> inspect(move |_| own(&drops));
        let b = from(0..3_u8);
        (a, b)
            >> select(
                (),
                move |(), n, out| {
                    say();
                    let _ = out.push(n);
                },
                |(), _, _| (),
            )
            >> for_each(drop);
    });
}

pub(super) fn in_drops_and_at_the_end() {
    // At the end of a stream that was stopped at once, perhaps.
    used!(false, |say, _drops| {
        let a = from(0..3_u8);
        let b = from(0..3_u8);
        (a, b)
            >> select(
                (),
                |(), n, out| {
                    let _ = out.push(n);
                },
                |(), _, _| (),
                at_end = move |(), _| say(),
            )
            >> for_each(drop);
    });
    used!(false, |_say, drops| {
        from(0..3_u8) >> inspect(move |_| own(&drops)) >> buffer(1) >> for_each(drop);
    });
    used!(true, |_say, drops| {
        from([drops]) >> buffer(1) >> for_each(drop);
    });
    used!(true, |_say, drops| {
        from([drops]) >> buffer(1) >> filter(|_| false) >> for_each(drop);
    });
    used!(true, |_say, drops| {
        from([drops]) >> fan_out(2, ordered) >> filter(|_| false) >> fan_in >> for_each(drop);
    });
    used!(false, |_say, drops| {
        from([drops]) >> buffer(1) >> take(0) >> for_each(drop);
    });
    used!(true, |_say, drops| {
        from([drops]) >> batch(2) >> buffer(1) >> for_each(drop);
    });
    // The tail runs when all has ended: there it does nothing.
    step("in the tail");
    for said in USES {
        let own = Own::default();
        let control = own.clone();
        let run = pipeline!(move || {
            let sum = from(0..4_u8) >> buffer(1) >> sum::<u8>();
            {
                said.by(control.0.wait());
                sum
            }
        })
        .spawn();
        assert!(own.0.set(run.control()).is_ok());
        let outcome: Result<u8, Error> = run.join();
        assert_eq!(outcome.unwrap(), 6);
    }
    step("at the gate of a closure that another one opens with a cancel");
    let (own, gate) = (Own::default(), Gate::default());
    let (control, opens) = (own.clone(), OpensAtEnd(gate.clone()));
    let run = pipeline!(move || {
        from([0]) >> for_each(move |_: u8| gate.pass());
        from([0])
            >> buffer(1)
            >> for_each(move |_: u8| {
                control.0.wait().cancel();
                let _ = &opens;
            });
    })
    .spawn();
    assert!(own.0.set(run.control()).is_ok());
    assert_eq!(run.join().unwrap_err().kind(), ErrorKind::Cancelled);
}
