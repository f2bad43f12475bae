//! `vocabulary.json`: conversation words.

use schemars::JsonSchema;
use serde::Deserialize;

/// `vocabulary.json`: what people type that names nothing in the content, all languages together.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VocabularyFile {
    /// Where an editor finds the JSON Schema of this file.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// Yes, to a question.
    pub yes: Vec<String>,
    /// No, to a question.
    pub no: Vec<String>,
    /// Negates what comes after it, or a way to pay right before it.
    pub negations: Vec<String>,
    /// Negates what comes before it.
    pub negations_behind: Vec<String>,
    /// Hello.
    pub greetings: Vec<String>,
    /// One step back.
    pub back: Vec<String>,
    /// Call it off.
    pub cancel: Vec<String>,
    /// Being out of money and data.
    pub offline: Vec<String>,
    /// "Which operator am I on?"
    pub whoami: Vec<String>,
    /// "Remind me", of the day on which a plan renews.
    pub remind: Vec<String>,
    /// By the month.
    pub monthly: Vec<String>,
    /// Days that are counted ("every 30 days").
    pub days: Vec<String>,
    /// Today.
    pub today: Vec<String>,
    /// Tomorrow.
    pub tomorrow: Vec<String>,
    /// Every way to pay, in answer to the question who pays.
    pub everything: Vec<String>,
    /// Phrases that mean nothing here but resemble something that does ("SIM card").
    pub ignored: Vec<String>,
    /// Beginnings of words that make a number of the digit before them, in our own texts.
    pub units: Vec<String>,
}
