//! Which names of a text are negated: "don't have a card", "не хочу каспи", "карты нет", "каспи керек емес", "not
//! Beeline".

use std::collections::HashSet;
use std::ops::Range;

use crate::catalog::aliases::{Named, Word};
use crate::text::fold::split_words;
use crate::text::matcher::Match;

/// How many words may come between a negation and a name behind it ("don't have a card").
const REACH_AHEAD: usize = 2;
/// How many words may come between a name and a negation behind it ("каспи маған керек емес").
const REACH_BEHIND: usize = 1;

/// The clause of each word of a folded text, counted from 0.
pub fn clauses(folded: &str) -> Vec<usize> {
    let clauses = folded.split([',', '.', ';', ':', '!', '?', '\n', '，', '。', '；', '：', '！', '、', '—']);
    let clauses = clauses.enumerate();
    clauses.flat_map(|(clause, text)| vec![clause; split_words(text).len()]).collect()
}

/// The indexes of the names that are negated.
pub fn negated(found: &[Match<Named>], clauses: &[usize]) -> HashSet<usize> {
    let text = Text { found, clauses };
    let negations = found.iter().filter_map(|negation| match negation.meaning {
        Named::Word(Word::Negation | Word::No) => Some(text.by_negation(&negation.span)),
        Named::Word(Word::NegationBehind) => Some(text.just_before(&negation.span, REACH_BEHIND)),
        _ => None,
    });
    negations.flatten().collect()
}

struct Text<'a> {
    found: &'a [Match<Named>],
    clauses: &'a [usize],
}

impl Text<'_> {
    /// What a negation negates: a way to pay right before it, unless one follows; else what follows within reach.
    fn by_negation(&self, negation: &Range<usize>) -> Vec<usize> {
        let ahead = self.ahead(negation);
        let before: Vec<usize> = self.just_before(negation, 0);
        let way_before = before.iter().any(|&at| is_choice(self.found[at].meaning));
        let way_ahead = ahead.iter().any(|&at| is_choice(self.found[at].meaning));
        match way_before && !way_ahead {
            true => before,
            false => ahead,
        }
    }

    /// Names behind a negation in its clause: an operator next to it, and ways to pay up to the next operator.
    fn ahead(&self, negation: &Range<usize>) -> Vec<usize> {
        let distance = |found: &Match<Named>| found.span.start.checked_sub(negation.end);
        let within = |found: &Match<Named>| {
            distance(found).is_some_and(|distance| distance <= REACH_AHEAD)
                && self.clause(found.span.start) == self.clause(negation.start)
        };
        let mut names: Vec<usize> = (0..self.found.len()).filter(|&at| within(&self.found[at])).collect();
        names.sort_by_key(|&at| self.found[at].span.start);
        let is_operator = |at: usize| matches!(self.found[at].meaning, Named::Operator(_));
        match names.first() {
            Some(&first) if is_operator(first) && distance(&self.found[first]) == Some(0) => vec![first],
            _ => names.into_iter().take_while(|&at| !is_operator(at)).collect(),
        }
    }

    /// The name before a negation.
    fn just_before(&self, negation: &Range<usize>, reach: usize) -> Vec<usize> {
        let near = |found: &Match<Named>| {
            let distance = negation.start.checked_sub(found.span.end);
            is_name(found.meaning) && distance.is_some_and(|distance| distance <= reach)
        };
        let names = (0..self.found.len()).filter(|&at| near(&self.found[at]));
        names.max_by_key(|&at| self.found[at].span.end).into_iter().collect()
    }

    fn clause(&self, word: usize) -> Option<usize> {
        self.clauses.get(word).copied()
    }
}

fn is_choice(named: Named) -> bool {
    matches!(named, Named::Method(_) | Named::Payer(_))
}

fn is_name(named: Named) -> bool {
    matches!(named, Named::Operator(_)) || is_choice(named)
}
