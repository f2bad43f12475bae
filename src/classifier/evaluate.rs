//! How well examples are learned: cross-validation, and the examples that are nearest to a text.

use crate::classifier::features::Vector;
use crate::classifier::model::{Classifier, Example};

/// The probabilities of each example by a classifier that was trained without it and without the others of its fold.
/// `fold` gives the fold of an example by its index, from 0 up to `folds`.
pub fn cross_validate(
    labels: usize,
    examples: &[Example<'_>],
    folds: usize,
    fold: impl Fn(usize) -> usize,
) -> Vec<Vec<f32>> {
    let mut found = vec![Vec::new(); examples.len()];
    for held_out in 0..folds {
        let others: Vec<Example<'_>> = (0..examples.len())
            .filter(|&index| fold(index) != held_out)
            .map(|index| examples[index])
            .collect();
        let classifier = Classifier::train(labels, &others);
        for (index, example) in examples.iter().enumerate().filter(|(index, _)| fold(*index) == held_out) {
            found[index] = classifier.probabilities(example.text);
        }
    }
    found
}

/// The examples nearest to a text, the nearest first: index and cosine, at most `most`.
pub fn nearest(
    classifier: &Classifier,
    examples: &[Example<'_>],
    text: &str,
    most: usize,
) -> Vec<(usize, f32)> {
    let vector = classifier.vector(text);
    let cosines = examples.iter().map(|example| cosine(&classifier.vector(example.text), &vector));
    let mut nearest: Vec<(usize, f32)> = cosines.enumerate().collect();
    nearest.sort_by(|one, other| other.1.total_cmp(&one.1));
    nearest.truncate(most);
    nearest
}

/// The product of two vectors of length 1.
fn cosine(one: &Vector, other: &Vector) -> f32 {
    let mut rest = other.iter().peekable();
    let mut sum = 0.0;
    for &(bucket, value) in one {
        while rest.next_if(|(behind, _)| *behind < bucket).is_some() {}
        if let Some(&(_, same)) = rest.next_if(|(at, _)| *at == bucket) {
            sum += value * same;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examples() -> Vec<Example<'static>> {
        [(0, "red apple"), (0, "a red apple"), (1, "blue sky"), (1, "the blue sky")]
            .map(|(label, text)| Example { label, text })
            .to_vec()
    }

    #[test]
    fn an_example_is_judged_without_itself() {
        let examples = examples();
        let found = cross_validate(2, &examples, 2, |index| index % 2);
        for (example, probabilities) in examples.iter().zip(&found) {
            assert!(probabilities[example.label] > 0.5, "{example:?}: {probabilities:?}");
        }
    }

    #[test]
    fn the_nearest_example_comes_first() {
        let examples = examples();
        let classifier = Classifier::train(2, &examples);
        let nearest = nearest(&classifier, &examples, "a red apple", 2);
        assert_eq!(nearest.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [1, 0]);
        assert!((nearest[0].1 - 1.0).abs() < 1e-5);
    }
}
