//! What the macro costs the compiler: `cargo check` of generated graphs against the same work written by hand.
//!
//! ```sh
//! cargo run --release --manifest-path benches/Cargo.toml --bin compile_time [rounds]
//! ```
//!
//! Each pair is checked in turn, after its dependencies are built; only the file itself is new in each round.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

fn main() {
    let rounds = env::args()
        .nth(1)
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(7);
    let folder = env::temp_dir().join(format!("pipewright-compile-time-{}", std::process::id()));
    println!("cargo check, seconds; ratio of medians, pipewright / by hand");
    let pairs: [(&str, fn(bool) -> String); 4] = [
        ("nothing (an empty crate)", |_| "fn main() {}\n".to_owned()),
        ("linear, 60 stages", linear),
        ("20 regions", regions),
        ("30 named streams", streams),
    ];
    for (name, text) in pairs {
        let ours = Project::new(&folder.join("ours"), &text(true));
        let hand = Project::new(&folder.join("hand"), &text(false));
        let (mut a, mut b) = (Vec::new(), Vec::new());
        for round in 0..rounds {
            a.push(ours.check(round));
            b.push(hand.check(round));
        }
        let (a, b) = (median(a), median(b));
        println!(
            "  {name:<26} pipewright {a:.2}  by hand {b:.2}  ratio {:.2}",
            a / b
        );
    }
    let _ = fs::remove_dir_all(folder);
}

struct Project {
    folder: PathBuf,
    text: String,
}

impl Project {
    fn new(folder: &Path, text: &str) -> Self {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("a repository");
        fs::create_dir_all(folder.join("src")).expect("a temporary folder");
        let manifest = format!(
            "[package]\nname = \"generated\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             pipewright = {{ path = {repository:?} }}\ncrossbeam-channel = \"0.5.15\"\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest).expect("a temporary file");
        let project = Self {
            folder: folder.to_owned(),
            text: text.to_owned(),
        };
        project.check(usize::MAX);
        project
    }

    /// Seconds for a check of a text that the compiler has not seen.
    fn check(&self, round: usize) -> f64 {
        let text = format!("//! Round {round}.\n{}", self.text);
        fs::write(self.folder.join("src/main.rs"), text).expect("a temporary file");
        let started = Instant::now();
        let output = Command::new(env!("CARGO"))
            .args(["check", "--quiet", "--offline"])
            .current_dir(&self.folder)
            .env("CARGO_INCREMENTAL", "0")
            .output()
            .expect("cargo runs");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        started.elapsed().as_secs_f64()
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// `map`, `filter`, `map`, `flat_map` in turn, 60 of them.
fn linear(ours: bool) -> String {
    let mut text = String::from("#![allow(unused)]\nfn main() {\n");
    text += if ours {
        "    use pipewright::prelude::*;\n    let n: u64 = pipeline!(from(0..9_u64)"
    } else {
        "    let n: u64 = (0..9_u64)"
    };
    for stage in 0..60 {
        let join = if ours { " >> " } else { "." };
        text += join;
        let _ = match stage % 4 {
            0 => write!(text, "map(|x| x.wrapping_add({stage}))"),
            1 => write!(text, "filter(|x| x % 7 != {})", stage % 5),
            2 => write!(text, "map(|x| x ^ {stage})"),
            _ => write!(text, "flat_map(|x| [x, x / 2].into_iter().take(1))"),
        };
    }
    text += if ours {
        " >> sum::<u64>()).run().unwrap();\n"
    } else {
        ".sum::<u64>();\n"
    };
    text + "    println!(\"{n}\");\n}\n"
}

/// 20 regions of four workers, one after the other, in one graph.
fn regions(ours: bool) -> String {
    let mut text = String::from("#![allow(unused)]\nfn main() {\n");
    if ours {
        text += "    use pipewright::prelude::*;\n    let n: u64 = pipeline!(from(0..9_u64)";
        for region in 0..20 {
            let _ = write!(
                text,
                "\n        >> fan_out(4) >> map(|x| x + {region}) >> filter(|x| x % 5 != 1) >> map(|x| x ^ 3) >> fan_in"
            );
        }
        return text + "\n        >> sum::<u64>()).run().unwrap();\n    println!(\"{n}\");\n}\n";
    }
    text += "    let n: u64 = std::thread::scope(|s| {\n        let (tx, rx) = crossbeam_channel::bounded(64);\n";
    text += "        s.spawn(move || for x in 0..9_u64 { if tx.send(x).is_err() { break } });\n";
    for region in 0..20 {
        let _ = write!(
            text,
            "        let (tx, next) = crossbeam_channel::bounded(64);\n        \
             for _ in 0..4 {{\n            let (rx, tx) = (rx.clone(), tx.clone());\n            \
             s.spawn(move || for x in rx.iter().map(|x: u64| x + {region}).filter(|x| x % 5 != 1).map(|x| x ^ 3) {{\n                \
             if tx.send(x).is_err() {{ break }}\n            }});\n        }}\n        drop((rx, tx));\n        let rx = next;\n"
        );
    }
    text + "        rx.iter().sum::<u64>()\n    });\n    println!(\"{n}\");\n}\n"
}

/// 10 splits of three streams each, each stream with stages and a sink of its own.
fn streams(ours: bool) -> String {
    let mut text = String::from("#![allow(unused)]\nfn main() {\n");
    if ours {
        text += "    use pipewright::prelude::*;\n    let n = pipeline!({\n";
        let mut names = Vec::new();
        for split in 0..10 {
            let _ = writeln!(
                text,
                "        let (a{split}, b{split}, c{split}) = from(0..9_u64) >> map(|x| x + {split}) >> tee;"
            );
            for stream in ["a", "b", "c"] {
                let _ = writeln!(
                    text,
                    "        let {stream}{split} = {stream}{split} >> map(|x| x ^ 5) >> filter(|x| x % 3 != 1) >> sum::<u64>();"
                );
                names.push(format!("{stream}{split}"));
            }
        }
        let sum = names.join(" + ");
        return text
            + &format!("        {sum}\n    }}).run().unwrap();\n    println!(\"{{n}}\");\n}}\n");
    }
    text += "    let n: u64 = std::thread::scope(|s| {\n        let mut sums = Vec::new();\n";
    for split in 0..10 {
        let _ = write!(
            text,
            "        let (ta, ra) = crossbeam_channel::bounded(64);\n        let (tb, rb) = crossbeam_channel::bounded(64);\n        \
             let (tc, rc) = crossbeam_channel::bounded(64);\n        s.spawn(move || for x in (0..9_u64).map(|x| x + {split}) {{\n            \
             let a = ta.send(x).is_ok();\n            let b = tb.send(x).is_ok();\n            let c = tc.send(x).is_ok();\n            \
             if !(a || b || c) {{ break }}\n        }});\n"
        );
        for stream in ["ra", "rb", "rc"] {
            let _ = writeln!(
                text,
                "        sums.push(s.spawn(move || {stream}.iter().map(|x: u64| x ^ 5).filter(|x| x % 3 != 1).sum::<u64>()));"
            );
        }
    }
    text + "        sums.into_iter().map(|sum| sum.join().unwrap()).sum()\n    });\n    println!(\"{n}\");\n}\n"
}
