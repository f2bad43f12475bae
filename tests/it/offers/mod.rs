//! "Is this offer safe?": how well the signs tell bad messages from honest ones, and how a person and a group use them.

mod asking;
mod judging;
mod reading;
