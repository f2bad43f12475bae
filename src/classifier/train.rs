//! Training: for each label a linear SVM that separates its examples from all others (L2 regularization, squared
//! hinge loss), by dual coordinate descent.

use crate::classifier::features::{BUCKETS, Vector};

/// How often the examples are gone through; more changes no more than rounding does.
const ROUNDS: usize = 6;
/// An example this far on the right side of the margin is left out of the later rounds.
const SETTLED: f32 = 0.3;
/// The cost of a misclassified example.
const COST: f32 = 0.5;
/// Where the order in which examples are gone through begins; any number does.
const SEED: u64 = 12_345;

/// One label's weights: one for each bucket, and the bias.
pub struct Weights {
    pub buckets: Vec<f32>,
    pub bias: f32,
}

/// Learns the weights of one label. `is_labelled` has one value for each vector.
pub fn train(vectors: &[Vector], is_labelled: &[bool]) -> Weights {
    let mut weights = Weights { buckets: vec![0.0; BUCKETS], bias: 0.0 };
    let mut alphas = vec![0.0_f32; vectors.len()];
    let mut order: Vec<usize> = (0..vectors.len()).collect();
    let mut random = SEED;
    let damping = 0.5 / COST;
    // Vectors have length 1; the bias adds a second 1.
    let curvature = 2.0 + damping;
    for _ in 0..ROUNDS {
        shuffle(&mut order, &mut random);
        order.retain(|&at| {
            let sign = if is_labelled[at] { 1.0 } else { -1.0 };
            let gradient = sign * weights.score(&vectors[at]) - 1.0 + damping * alphas[at];
            let alpha = (alphas[at] - gradient / curvature).max(0.0);
            let change = (alpha - alphas[at]) * sign;
            if change != 0.0 {
                alphas[at] = alpha;
                weights.add(&vectors[at], change);
            }
            alpha > 0.0 || gradient < SETTLED
        });
    }
    weights
}

impl Weights {
    fn score(&self, vector: &Vector) -> f32 {
        vector.iter().fold(self.bias, |sum, &(bucket, value)| sum + self.buckets[bucket as usize] * value)
    }

    fn add(&mut self, vector: &Vector, change: f32) {
        for &(bucket, value) in vector {
            self.buckets[bucket as usize] += change * value;
        }
        self.bias += change;
    }
}

/// Fisher-Yates with a linear congruential generator.
fn shuffle(order: &mut [usize], random: &mut u64) {
    for last in (1..order.len()).rev() {
        *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        order.swap(last, (*random >> 33) as usize % (last + 1));
    }
}
