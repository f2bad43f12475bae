//! The trained classifier: a table of one signed byte for each bucket and label.

use crate::classifier::features::{BUCKETS, Vector, buckets, rarity, weighted};
use crate::classifier::float::logistic;
use crate::classifier::train::train;

/// How steeply a score becomes a probability.
const STEEPNESS: f32 = 4.0;

/// A text and its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example<'a> {
    /// The label, from 0.
    pub label: usize,
    /// The text, folded; words in ASCII capitals are placeholders.
    pub text: &'a str,
}

/// A trained classifier. With 30 labels it takes 560 kB.
pub struct Classifier {
    labels: usize,
    /// By bucket, then by label.
    weights: Box<[i8]>,
    /// What a weight of 1 in the table is worth.
    scale: f32,
    biases: Box<[f32]>,
    rarity: Box<[f32]>,
}

impl Classifier {
    /// Learns `labels` labels from examples.
    pub fn train(labels: usize, examples: &[Example<'_>]) -> Self {
        let texts: Vec<Vec<u32>> = examples.iter().map(|example| buckets(example.text)).collect();
        let rarity = rarity(&texts);
        let vectors: Vec<Vector> = texts.iter().map(|text| weighted(text, &rarity)).collect();
        let learned: Vec<_> = (0..labels)
            .map(|label| {
                let is_labelled: Vec<bool> = examples.iter().map(|example| example.label == label).collect();
                train(&vectors, &is_labelled)
            })
            .collect();
        let all = learned.iter().flat_map(|weights| &weights.buckets);
        let largest = all.fold(0.0_f32, |largest, weight| largest.max(weight.abs()));
        let scale = largest.max(f32::EPSILON) / f32::from(i8::MAX);
        let weights = (0..BUCKETS).flat_map(|bucket| {
            learned.iter().map(move |weights| (weights.buckets[bucket] / scale).round() as i8)
        });
        Self {
            labels,
            weights: weights.collect(),
            scale,
            biases: learned.iter().map(|weights| weights.bias).collect(),
            rarity,
        }
    }

    /// How probable each label is, by label; the sum is 1. A text without any known letter group gives no label more
    /// than its share.
    pub fn probabilities(&self, text: &str) -> Vec<f32> {
        let logistic: Vec<f32> =
            self.scores(text).into_iter().map(|score| logistic(STEEPNESS * score)).collect();
        let sum: f32 = logistic.iter().sum::<f32>().max(f32::EPSILON);
        logistic.into_iter().map(|value| value / sum).collect()
    }

    /// The distance of a text from the border of each label; positive is inside.
    fn scores(&self, text: &str) -> Vec<f32> {
        let mut scores = vec![0.0_f32; self.labels];
        for (bucket, value) in self.vector(text) {
            let start = bucket as usize * self.labels;
            for (score, &weight) in scores.iter_mut().zip(&self.weights[start..start + self.labels]) {
                *score += f32::from(weight) * value;
            }
        }
        scores.iter().zip(&self.biases).map(|(score, bias)| score * self.scale + bias).collect()
    }

    /// The weighted features of a text.
    pub(in crate::classifier) fn vector(&self, text: &str) -> Vector {
        weighted(&buckets(text), &self.rarity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLES: [(usize, &str); 6] = [
        (0, "top up my phone"),
        (0, "add money to the sim"),
        (1, "money has not arrived"),
        (1, "paid and nothing came"),
        (2, "谢谢你"),
        (2, "多谢"),
    ];

    fn examples() -> Vec<Example<'static>> {
        EXAMPLES.iter().map(|&(label, text)| Example { label, text }).collect()
    }

    #[test]
    fn labels_of_similar_texts_are_found() {
        let classifier = Classifier::train(3, &examples());
        for (text, label) in [("top up a phone", 0), ("nothing arrived", 1), ("谢谢", 2)] {
            let probabilities = classifier.probabilities(text);
            let best = (0..3).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]));
            assert_eq!(best, Some(label), "{text}: {probabilities:?}");
            assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        }
    }

    #[test]
    fn the_same_examples_give_the_same_weights() {
        let [one, other] = [0, 1].map(|_| Classifier::train(3, &examples()));
        assert_eq!(one.weights, other.weights);
    }

    #[test]
    fn any_text_can_be_scored() {
        let classifier = Classifier::train(3, &examples());
        for text in ["", " ", "🙏", "\u{200b}", "X", "😀a😀", &"长".repeat(5000)] {
            assert!(classifier.probabilities(text).iter().all(|value| value.is_finite()), "{text}");
        }
        assert!(Classifier::train(1, &[]).probabilities("a")[0].is_finite());
    }
}
