//! The model: how often each kind of agreement occurs between rows of one person and rows of two. JSON, versioned, hashed.
//!
//! A level's weight is log2(m / u) bits. Where a value's own frequency counts (names, dates, places), `u` is only what
//! is left of chance beside it: the frequency comes from the register and is added per value.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::config::{Config, ConfigProblem, FIELDS_MAX};
use crate::levels::level_names;

/// Levels of a field fit into four bits.
pub(crate) const LEVELS_MAX: usize = 16;

/// How telling each level of each field is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The version of this format; 1.
    pub version: u32,
    /// Where it comes from.
    pub name: String,
    /// By field and level.
    pub fields: BTreeMap<String, BTreeMap<String, Level>>,
    /// Where the bands lie.
    pub bands: Bands,
}

/// How often a level occurs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Among rows of one person.
    pub m: f64,
    /// Among rows of two, beside the frequency of the value.
    pub u: f64,
}

/// Where the three bands lie.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bands {
    /// The share of wrong links that the automatic band may have, by the model's own estimate.
    pub auto_error: f64,
    /// No single link in the automatic band is less probable.
    pub auto_from: f64,
    /// How many bits the best must be ahead of the second in the automatic band.
    pub auto_lead: f64,
    /// From this probability on a link is for review; below it there is none.
    pub review_from: f64,
}

impl Model {
    /// The model that ships for [`Config::vietnam`].
    #[must_use]
    pub fn vietnam() -> Self {
        let json = include_str!("../data/vietnam_model.json");
        serde_json::from_str(json).expect("a test reads the file that is part of the program")
    }

    /// A plain model for any configuration, good enough to start training from.
    #[must_use]
    pub fn plain(config: &Config) -> Self {
        let fields = config
            .fields
            .iter()
            .map(|field| {
                let levels =
                    level_names(&field.kind).iter().map(|(name, level)| ((*name).to_owned(), *level)).collect();
                (field.name.clone(), levels)
            })
            .collect();
        let bands = Bands { auto_error: 0.001, auto_from: 0.98, auto_lead: 6.0, review_from: 0.5 };
        Self { version: 1, name: "plain".to_owned(), fields, bands }
    }

    /// Reads a model.
    pub fn from_json(json: &str) -> Result<Self, ConfigProblem> {
        let model: Self = serde_json::from_str(json)?;
        if model.version != 1 {
            return Err(ConfigProblem::Version(model.version));
        }
        Ok(model)
    }

    /// As JSON that [`Model::from_json`] reads.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("maps with text keys and finite numbers are JSON")
    }

    /// What names this model in a decision: SHA-256 of its compact JSON.
    #[must_use]
    pub fn hash(&self) -> String {
        let compact = serde_json::to_vec(self).expect("maps with text keys and finite numbers are JSON");
        Sha256::digest(compact).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The weights in the order of the levels.
#[derive(Debug, Clone)]
pub(crate) struct Weights(pub(crate) [[f32; LEVELS_MAX]; FIELDS_MAX]);

impl Weights {
    pub(crate) fn of(config: &Config, model: &Model) -> Result<Self, ConfigProblem> {
        let mut weights = [[0.0; LEVELS_MAX]; FIELDS_MAX];
        for (index, field) in config.fields.iter().enumerate() {
            let levels = model.fields.get(&field.name).ok_or_else(|| ConfigProblem::Unknown(field.name.clone()))?;
            for (at, (name, _)) in level_names(&field.kind).iter().enumerate() {
                let level =
                    levels.get(*name).ok_or_else(|| ConfigProblem::Unknown(format!("{}: {name}", field.name)))?;
                if !(level.m > 0.0 && level.u > 0.0 && level.m.is_finite() && level.u.is_finite()) {
                    return Err(ConfigProblem::Limits("m and u of a level are above zero"));
                }
                weights[index][at] = (level.m / level.u).log2() as f32;
            }
        }
        Ok(Self(weights))
    }
}
