//! Trials: the real program under load while it is killed, while Telegram fails, while everybody comes at once, and as
//! replicas behind a proxy. Many people walk through the dialogue by seeds of their own; what each of them is shown is
//! compared with what the pure core decides ([`model`]), and so is what stands in the storage in the end.
//!
//! | | Trial | Small | Full |
//! |---|---|---|---|
//! | [`kills`] | ended as by a power cut, at moments that follow the load | 4 moments each | 50 each |
//! | [`faults`] | every fault alone and all mixed, a fifth of all calls | about a hundred updates each | 10,000 each |
//! | [`flood`] | updates that have piled up | 800 | 50,000 |
//! | [`one_flooder`] | one person sends 300 updates while others write | 300 by polling, 40 at a webhook | 300 |
//! | [`replicas`] | two programs, one of them killed or stopped again and again | 1 turn | 10 turns |
//! | [`patience`] | what waits for whom, and when an answer is given up | | |
//!
//! Without anything said the small sizes run, so that all of it takes well under a minute. The full ones take about an
//! hour, and want an optimised build:
//!
//! ```sh
//! TRIALS=full cargo test --release --test it trials -- --include-ignored --nocapture --test-threads 1
//! ```
//!
//! Each trial prints what it has counted. None of them judges by a clock.

mod crowd;
mod faults;
mod flood;
mod kills;
mod model;
mod one_flooder;
mod patience;
mod replicas;
mod service;
mod walker;

/// The one place that a size comes from.
fn sized<T>(small: T, full: T) -> T {
    match std::env::var("TRIALS").as_deref() {
        Ok("full") => full,
        Ok(other) => panic!("TRIALS is `full` or not set, not `{other}`"),
        Err(_) => small,
    }
}

/// Random numbers that are the same for the same seed (SplitMix64).
#[derive(Clone, Debug)]
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        (self.roll() % end as u64) as usize
    }
}
