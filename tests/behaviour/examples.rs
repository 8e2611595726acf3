//! The two examples of the language's description, as far as they go without files and databases.

use crate::support::watchdog::watched;
use pipewright::prelude::*;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::BufRead;

#[test]
fn counting_words() {
    watched(|| {
        fn read(file: &str) -> Result<String, std::io::Error> {
            if file.is_empty() {
                return Err(std::io::ErrorKind::NotFound.into());
            }
            Ok(file.replace('-', " "))
        }
        let files = ["a-b-c", "b-c", "c"];
        let count = || -> Result<HashMap<String, usize>, Box<dyn std::error::Error>> {
            let counts: HashMap<String, usize> = pipeline!(
                from(files)
                    >> map(read)?
                    >> fan_out(4)
                    >> flat_map(|text| text.split(' ').map(str::to_owned).collect::<Vec<_>>())
                    >> fan_in
                    >> count_by(|word| word)
            )
            .run()?;
            Ok(counts)
        };
        let expected = [("a", 1), ("b", 2), ("c", 3)].map(|(word, n)| (word.to_owned(), n));
        assert_eq!(count().unwrap(), HashMap::from(expected));
    });
}

/// Stands for a database.
struct Db(Vec<u32>);

impl Db {
    fn connect(url: &str) -> Result<Self, std::fmt::Error> {
        if url.is_empty() {
            Err(std::fmt::Error)
        } else {
            Ok(Self(Vec::new()))
        }
    }

    fn insert_all(&mut self, rows: &[u32]) -> Result<usize, std::fmt::Error> {
        if rows.is_empty() {
            return Err(std::fmt::Error);
        }
        self.0.extend(rows);
        Ok(rows.len())
    }
}

fn load(
    file: impl BufRead + Send,
    log: &mut String,
    url: &str,
) -> Result<(usize, usize), pipewright::Error> {
    let parse = |line: std::io::Result<String>| {
        let line = line.expect("memory can be read");
        line.parse::<u32>().map_err(|_| line)
    };
    let put_dead_letters = |letters: Vec<String>| Ok::<_, std::fmt::Error>(letters.len());
    pipeline!({
        let (rows, bad) =
            lines(file) >> fan_out(4, ordered) >> map(parse) >> fan_in >> split_result;
        let (audit, work) = rows >> tee;
        audit >> map(|row| format!("<{row}>")) >> for_each(|line| writeln!(log, "{line}"))?;
        let rejected = bad >> batch(50, 1s) >> map(put_dead_letters)? >> sum::<usize>();
        let stored = work
            >> batch(100, 200ms)
            >> fan_out(2)
            >> try_map_init(|| Db::connect(url), |db, rows| db.insert_all(&rows))?
            >> fan_in
            >> sum::<usize>();
        (stored, rejected)
    })
    .run()
}

#[test]
fn loading_rows_with_an_audit_and_dead_letters() {
    watched(|| {
        let text: String = (0..1000)
            .map(|n| {
                if n % 10 == 3 {
                    format!("x{n}\n")
                } else {
                    format!("{n}\n")
                }
            })
            .collect();
        let mut log = String::new();
        assert_eq!(load(text.as_bytes(), &mut log, "db").unwrap(), (900, 100));
        let logged: Vec<String> = (0..1000)
            .filter(|n| n % 10 != 3)
            .map(|n| format!("<{n}>"))
            .collect();
        assert_eq!(log.lines().collect::<Vec<_>>(), logged);
        let error = load(text.as_bytes(), &mut log, "").unwrap_err();
        assert_eq!(error.stage(), Some("try_map_init"));
    });
}

macro_rules! counted {
    ($workers:expr, $($stages:tt)*) => {
        pipeline!({
            let (few, many) = from(0..9_u64) >> $($stages)* >> partition(|n| *n < 2);
            let few = few >> fan_out($workers) >> count;
            let many = many >> count;
            (few, many)
        })
    };
}

#[test]
fn a_macro_of_the_users_may_put_a_pipeline_together() {
    watched(|| {
        let double = |n| n * 2;
        let run = counted!(2, fan_out(2, ordered) >> map(double) >> fan_in >> buffer(1));
        assert_eq!(run.run().unwrap(), (1, 8));
        let run = counted!(
            1,
            map(|n| u8::try_from(n).map(u64::from))? >> batch(2, 1h) >> flatten
        );
        assert_eq!(run.run().unwrap(), (2, 7));
    });
}
