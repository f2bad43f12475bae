//! Number ranges: which operators' numbers begin with which three digits after +7, by the facts of the kind
//! `prefixes`. A hint and no more, because a number keeps its digits when it moves to another operator.

use crate::catalog::facts::Fact;
use crate::catalog::id::{FactId, OperatorId};
use crate::catalog::schema::facts::FactKind;

/// What stands between the ranges of a fact's value.
const BETWEEN: &str = ", ";
/// Stands for any digit in a range of no operator.
const ANY: u8 = b'x';
/// Mobile and special numbers of Kazakhstan begin with this digit after +7.
const FIRST_DIGIT: u8 = b'7';

/// Three digits after +7, with the operators that give out numbers of this range.
#[derive(Debug)]
pub struct Prefix {
    /// The three digits; they are the permanent id as well.
    pub digits: String,
    /// At least one, in the catalog's order.
    pub operators: Vec<OperatorId>,
    /// Where it was read.
    pub facts: Vec<FactId>,
}

/// The ranges of all facts.
#[derive(Debug, Default)]
pub(in crate::catalog) struct Prefixes {
    /// In the order of their digits.
    pub of_operators: Vec<Prefix>,
    /// Ranges that belong to none of the operators.
    pub of_others: Vec<String>,
}

impl Prefixes {
    /// Gathers the ranges; one that is malformed is left out, which a check tells.
    pub fn new(facts: &[Fact]) -> Self {
        let mut prefixes = Self::default();
        for (i, fact) in facts.iter().enumerate() {
            for range in ranges(fact).filter(|range| is_range(range, fact.operator)) {
                match fact.operator {
                    Some(operator) => prefixes.add(range, operator, FactId::at(i)),
                    None => prefixes.of_others.push(range.to_owned()),
                }
            }
        }
        prefixes.of_operators.sort_by(|one, other| one.digits.cmp(&other.digits));
        prefixes
    }

    fn add(&mut self, digits: &str, operator: OperatorId, fact: FactId) {
        let known = self.of_operators.iter_mut().find(|prefix| prefix.digits == digits);
        let Some(prefix) = known else {
            let digits = digits.to_owned();
            return self.of_operators.push(Prefix { digits, operators: vec![operator], facts: vec![fact] });
        };
        prefix.facts.push(fact);
        if !prefix.operators.contains(&operator) {
            prefix.operators.push(operator);
            prefix.operators.sort();
        }
    }
}

/// The ranges that a fact names; none unless it is of the kind `prefixes`.
pub(in crate::catalog) fn ranges(fact: &Fact) -> impl Iterator<Item = &str> {
    let value = match &fact.value {
        Some((FactKind::Prefixes, value)) => Some(value),
        _ => None,
    };
    value.into_iter().flat_map(|value| value.split(BETWEEN))
}

/// Whether a range is three digits that can follow +7 in Kazakhstan. The last ones may be left open (`75x`) where
/// nobody has to be told whose numbers these are.
pub(in crate::catalog) fn is_range(range: &str, operator: Option<OperatorId>) -> bool {
    let digits = match operator {
        Some(_) => range,
        None => range.trim_end_matches(char::from(ANY)),
    };
    range.len() == 3 && range.as_bytes()[0] == FIRST_DIGIT && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a range holds another one.
pub(in crate::catalog) fn covers(range: &str, other: &str) -> bool {
    let same = |(one, other): (u8, u8)| one == other || one == ANY;
    range.len() == other.len() && range.bytes().zip(other.bytes()).all(same)
}
