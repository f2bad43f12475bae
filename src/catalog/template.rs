//! Texts of `text/<lang>.json`: words with named places (`{operator}`) and strong parts (`**…**`), parsed
//! strictly once. There is no logic in a text: no conditions, no nesting.

/// A parsed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

/// One part of a text. `strong` parts are shown in bold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words to show as they are.
    Words {
        /// The words.
        text: String,
        /// Shown in bold.
        strong: Strength,
    },
    /// A place that a fact or a name fills.
    Place {
        /// The place's name, kebab-case.
        name: String,
        /// Shown in bold.
        strong: Strength,
    },
}

/// Whether a part is shown in bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// Ordinary.
    Plain,
    /// Bold.
    Strong,
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A `{` without its `}`, or the other way round.
    #[error("the braces do not pair: write a place as {{name}}")]
    Braces,
    /// A place whose name is not kebab-case.
    #[error("`{0}` is not a place name: use a-z, 0-9 and hyphens")]
    Name(String),
    /// An odd number of `**`.
    #[error("`**` does not pair")]
    Strong,
    /// Nothing to show.
    #[error("the text is empty")]
    Empty,
}

impl Template {
    /// Parses a text.
    pub fn parse(source: &str) -> Result<Self, TemplateError> {
        if source.trim().is_empty() {
            return Err(TemplateError::Empty);
        }
        let mut parts = Vec::new();
        let mut strong = Strength::Plain;
        for (i, run) in source.split("**").enumerate() {
            if i > 0 {
                strong = strong.other();
            }
            parse_run(run, strong, &mut parts)?;
        }
        match strong {
            Strength::Plain => Ok(Self { parts }),
            Strength::Strong => Err(TemplateError::Strong),
        }
    }

    /// The parts in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The same text in other words, part by part; places and strong parts stay.
    pub fn reworded(&self, mut reword: impl FnMut(&str) -> String) -> Self {
        let parts = self.parts.iter().map(|part| match part {
            Part::Words { text, strong } => Part::Words { text: reword(text), strong: *strong },
            place @ Part::Place { .. } => place.clone(),
        });
        Self { parts: parts.collect() }
    }

    /// The names of the places, in order, with repeats.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Place { name, .. } => Some(name.as_str()),
            Part::Words { .. } => None,
        })
    }
}

impl Strength {
    fn other(self) -> Self {
        match self {
            Self::Plain => Self::Strong,
            Self::Strong => Self::Plain,
        }
    }
}

fn parse_run(mut run: &str, strong: Strength, parts: &mut Vec<Part>) -> Result<(), TemplateError> {
    while !run.is_empty() {
        let (words, rest) = run.split_once('{').unwrap_or((run, ""));
        if words.contains('}') {
            return Err(TemplateError::Braces);
        }
        if !words.is_empty() {
            parts.push(Part::Words { text: words.to_owned(), strong });
        }
        if words.len() == run.len() {
            break;
        }
        let (name, after) = rest.split_once('}').ok_or(TemplateError::Braces)?;
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        {
            return Err(TemplateError::Name(name.to_owned()));
        }
        parts.push(Part::Place { name: name.to_owned(), strong });
        run = after;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_strong_parts_are_found() {
        let template = Template::parse("**Ask** {operator}: {code}").expect("a good text");
        assert_eq!(template.places().collect::<Vec<_>>(), ["operator", "code"]);
        assert_eq!(template.parts()[0], Part::Words { text: "Ask".into(), strong: Strength::Strong });
    }

    #[test]
    fn a_typo_is_an_error() {
        for (source, error) in [
            ("{operator", TemplateError::Braces),
            ("operator}", TemplateError::Braces),
            ("{Opera tor}", TemplateError::Name("Opera tor".into())),
            ("{}", TemplateError::Name(String::new())),
            ("**half", TemplateError::Strong),
            (" \n", TemplateError::Empty),
        ] {
            assert_eq!(Template::parse(source), Err(error), "{source}");
        }
    }
}
