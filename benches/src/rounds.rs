//! Interleaved rounds: minimum, median, and the ratio to the first contender.

use std::time::Instant;

/// What several contenders do in turn; the first one is the peer that the others are held against.
pub struct Workload {
    pub name: String,
    pub items: u64,
    pub rounds: usize,
    pub contenders: Vec<Contender>,
}

/// One way to do it.
pub struct Contender {
    pub name: &'static str,
    /// Does it once and gives something that depends on every item.
    pub work: Box<dyn FnMut() -> u64>,
}

impl Contender {
    pub fn new(name: &'static str, work: impl FnMut() -> u64 + 'static) -> Self {
        Self {
            name,
            work: Box::new(work),
        }
    }
}

impl Workload {
    /// Runs all rounds and prints a line a contender.
    pub fn report(mut self) {
        let mut times = vec![Vec::new(); self.contenders.len()];
        let expected = (self.contenders[0].work)();
        for contender in &mut self.contenders {
            assert_eq!(
                (contender.work)(),
                expected,
                "{} does something else",
                contender.name
            );
        }
        for round in 0..self.rounds {
            // Who follows whom changes, so that nobody always runs behind the same one.
            for place in 0..self.contenders.len() {
                let place = (place + round) % self.contenders.len();
                let started = Instant::now();
                std::hint::black_box((self.contenders[place].work)());
                times[place].push(started.elapsed().as_secs_f64() * 1e9 / self.items as f64);
            }
        }
        println!(
            "\n{} ({} items, {} rounds)",
            self.name, self.items, self.rounds
        );
        let mut first = None;
        for (contender, times) in self.contenders.iter().zip(&mut times) {
            times.sort_by(f64::total_cmp);
            let (least, median) = (times[0], times[times.len() / 2]);
            let against = *first.get_or_insert(median);
            let ratio = median / against;
            println!(
                "  {:<28} min {least:8.3}  median {median:8.3}  ratio {ratio:6.3}",
                contender.name
            );
        }
    }
}
