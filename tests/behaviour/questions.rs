//! A `?` may stand behind every stage: its items are opened.

use crate::stages::Own;
use crate::support::watchdog::watched;
use pipewright::prelude::*;

#[test]
fn a_question_mark_opens_results_behind_every_stage() {
    watched(|| {
        let results = || [Ok::<_, std::fmt::Error>(1_u32), Ok(2), Ok(2), Ok(3)];
        let sum = |wanted: u32, given: Result<u32, pipewright::Error>| {
            assert_eq!(given.unwrap(), wanted);
        };
        sum(8, pipeline!(from(results())? >> sum::<u32>()).run());
        sum(
            8,
            pipeline!(from(results()) >> map(|r| r)? >> sum::<u32>()).run(),
        );
        sum(
            8,
            pipeline!(from(results()) >> filter(|_| true)? >> sum::<u32>()).run(),
        );
        sum(
            8,
            pipeline!(from(results()) >> filter_map(Some)? >> sum::<u32>()).run(),
        );
        sum(
            16,
            pipeline!(from(results()) >> flat_map(|r| [r, r])? >> sum::<u32>()).run(),
        );
        sum(
            8,
            pipeline!(from([results()]) >> flatten? >> sum::<u32>()).run(),
        );
        sum(
            8,
            pipeline!(from(&results()) >> cloned? >> sum::<u32>()).run(),
        );
        sum(
            8,
            pipeline!(from(&results()) >> copied? >> sum::<u32>()).run(),
        );
        sum(
            8,
            pipeline!(from(results()) >> inspect(|_| ())? >> sum::<u32>()).run(),
        );
        sum(
            8,
            pipeline!(from(results()) >> scan((), |(), r| Some(r))? >> sum::<u32>()).run(),
        );
        sum(
            3,
            pipeline!(from(results()) >> take(2)? >> sum::<u32>()).run(),
        );
        sum(
            8,
            pipeline!(from(results()) >> take_while(|_| true)? >> sum::<u32>()).run(),
        );
    });
}

#[test]
fn a_question_mark_opens_results_and_options_behind_the_other_stages() {
    watched(|| {
        let results = || [Ok::<_, std::fmt::Error>(1_u32), Ok(2), Ok(2), Ok(3)];
        let sum = |wanted: u32, given: Result<u32, pipewright::Error>| {
            assert_eq!(given.unwrap(), wanted);
        };
        sum(
            8,
            pipeline!(from(results()) >> map_while(Some)? >> sum::<u32>()).run(),
        );
        sum(
            7,
            pipeline!(from(results()) >> skip(1)? >> sum::<u32>()).run(),
        );
        sum(
            8,
            pipeline!(from(results()) >> skip_while(|_| false)? >> sum::<u32>()).run(),
        );
        sum(
            3,
            pipeline!(from(results()) >> step_by(2)? >> sum::<u32>()).run(),
        );
        sum(
            6,
            pipeline!(from(results()) >> dedup? >> sum::<u32>()).run(),
        );
        sum(
            8,
            pipeline!(from(results()) >> map_init(|| (), |(), r| r)? >> sum::<u32>()).run(),
        );
        sum(
            8,
            pipeline!(from(results()) >> through(|items| items)? >> sum::<u32>()).run(),
        );
        sum(
            8,
            pipeline!(from(results()) >> buffer(1)? >> sum::<u32>()).run(),
        );
        sum(
            8,
            pipeline!(from(results()) >> fan_out(2)? >> sum::<u32>()).run(),
        );
        sum(
            8,
            pipeline!(from(results()) >> fan_out(2) >> map(|r| r) >> fan_in? >> sum::<u32>()).run(),
        );
        sum(
            16,
            pipeline!(from(results()) >> twice? >> sum::<u32>()).run(),
        );
        let options = [Some(1_u32), Some(2)];
        sum(3, pipeline!(from(options)? >> sum::<u32>()).run());
        sum(
            3,
            pipeline!(from(options) >> map(|o| o)? >> sum::<u32>()).run(),
        );
        let nested = [Ok::<_, std::fmt::Error>(Some(1_u32))];
        sum(
            1,
            pipeline!(from(nested) >> map(|n| n)?? >> sum::<u32>()).run(),
        );
    });
}
