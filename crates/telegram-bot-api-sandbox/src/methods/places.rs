//! Sending what needs no file: a location, a venue, a contact, a dice.

use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::methods::messages;
use crate::methods::method::{Method, Reply};
use crate::params::Params;
use crate::rules::places::{contact, dice, location};
use crate::state::store::State;

/// The methods of this file.
pub const METHODS: &[Method] = &[
    Method::sending(
        "sendLocation",
        &["latitude", "longitude", "horizontal_accuracy", "live_period", "heading", "proximity_alert_radius"],
        |state, params| {
            if !params.text("live_period").is_empty() {
                return Err(ApiError::bad_request("live locations are not supported yet (sandbox)"));
            }
            send(state, params, "location", location(params.values())?)
        },
    ),
    Method::sending(
        "sendVenue",
        &[
            "latitude",
            "longitude",
            "title",
            "address",
            "foursquare_id",
            "foursquare_type",
            "google_place_id",
            "google_place_type",
        ],
        send_venue,
    ),
    Method::sending("sendContact", &["phone_number", "first_name", "last_name", "vcard"], |state, params| {
        send(state, params, "contact", contact(params.values())?)
    }),
    Method::sending("sendDice", &["emoji"], |state, params| {
        let dice = dice(&params.text("emoji"))?;
        send(state, params, "dice", dice)
    }),
];

fn send_venue(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let (title, address) = (params.text("title"), params.text("address"));
    if title.is_empty() || address.is_empty() {
        return Err(ApiError::bad_request("venue title and address must be non-empty (sandbox)"));
    }
    let location = location(params.values())?;
    let venue = json!({ "location": location, "title": title, "address": address });
    let mut content = Map::from_iter([("location".to_owned(), location)]);
    content.insert("venue".into(), venue);
    messages::send(state, params, content)
}

fn send(state: &mut State, params: &Params, field: &str, value: Value) -> Result<Reply, ApiError> {
    messages::send(state, params, Map::from_iter([(field.to_owned(), value)]))
}
