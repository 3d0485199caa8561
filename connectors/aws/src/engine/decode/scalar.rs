//! Values that are one text in XML and texts or numbers in JSON.

use model::Timestamp;
use serde_json::{Number, Value};

use crate::engine::described::Shape;

/// A text as the value of a shape that is no container.
pub(super) fn of_text(shape: &Shape, text: &str) -> Result<Value, String> {
    let wrong = |what: &str| format!("says {:?} where {what} is due", short(text));
    match shape {
        Shape::Text | Shape::Blob | Shape::Document => Ok(Value::from(text)),
        Shape::Bool => match text.trim() {
            t if t.eq_ignore_ascii_case("true") => Ok(Value::Bool(true)),
            f if f.eq_ignore_ascii_case("false") => Ok(Value::Bool(false)),
            _ => Err(wrong("true or false")),
        },
        Shape::Int => text.trim().parse::<i64>().map(Value::from).map_err(|_| wrong("a whole number")),
        Shape::Float => {
            let number = text.trim().parse::<f64>().ok().filter(|n| n.is_finite());
            number.and_then(of_float).ok_or_else(|| wrong("a number"))
        }
        Shape::Time => time(text.trim()).ok_or_else(|| wrong("a moment")),
        Shape::List(_) | Shape::Map(_) | Shape::Struct(_) | Shape::Named(_) => Err(wrong("a structure")),
    }
}

/// A number as the value of a shape.
pub(super) fn of_number(shape: &Shape, number: f64, whole: Option<i64>) -> Result<Value, String> {
    let wrong = || format!("says {number} where none is due");
    match (shape, whole) {
        (Shape::Time, _) => unix(number).ok_or_else(wrong),
        (Shape::Int | Shape::Float | Shape::Document, Some(whole)) => Ok(Value::from(whole)),
        (Shape::Int, None) => of_float(number).filter(Value::is_i64).ok_or_else(wrong),
        (Shape::Float | Shape::Document, None) => of_float(number).ok_or_else(wrong),
        // Account numbers and ports are texts in some models and numbers on the wire.
        (Shape::Text, Some(whole)) => Ok(Value::from(whole.to_string())),
        (Shape::Text, None) => Ok(Value::from(number.to_string())),
        _ => Err(wrong()),
    }
}

/// A number; whole ones have no point.
#[allow(clippy::cast_possible_truncation, reason = "the range is checked before")]
fn of_float(number: f64) -> Option<Value> {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        return Some(Value::from(number as i64));
    }
    Number::from_f64(number).map(Value::Number)
}

/// Seconds since 1970, with a fraction.
#[allow(clippy::cast_possible_truncation, reason = "both are bounded before")]
fn unix(seconds: f64) -> Option<Value> {
    if !seconds.is_finite() || seconds.abs() > 3e11 {
        return None;
    }
    // Micro-seconds: a double has no more digits to give.
    let micros = (seconds * 1e6).round();
    Timestamp::from_microsecond(micros as i64).ok().map(|t| Value::from(t.to_string()))
}

/// A moment as ISO 8601, seconds since 1970, or as HTTP writes it.
fn time(text: &str) -> Option<Value> {
    if let Ok(seconds) = text.parse::<f64>() {
        return unix(seconds);
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(Value::from(moment.to_string()));
    }
    let zone_less = text.parse::<jiff::civil::DateTime>().ok();
    let utc = zone_less.and_then(|t| jiff::tz::TimeZone::UTC.to_timestamp(t).ok());
    let moment = utc.or_else(|| jiff::fmt::rfc2822::parse(text).ok().map(|z| z.timestamp()))?;
    Some(Value::from(moment.to_string()))
}

pub(super) fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
