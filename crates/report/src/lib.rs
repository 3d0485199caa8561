//! One file per report format.
//!
//! A report says what a run found; it decides nothing and leaves nothing out in silence: what it
//! cuts, it counts. Names and messages come from other people's systems and are never trusted.

mod error;
mod input;
mod json;
mod markdown;
mod safe;
mod summary;
mod text;

use std::fmt;
use std::io::Write;
use std::str::FromStr;

pub use error::Error;
pub use input::{FindingSource, ReportInput, SealStatus, Style, WaiverLine};
pub use json::{JsonReport, JsonSeal, json_schema};

/// Each format: its variant, its name, the function that writes it, what it is for.
macro_rules! formats {
    ($($variant:ident $name:literal $write:path, $about:literal;)+) => {
        /// A report format.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Format {
            $(#[doc = $about] $variant,)+
        }

        impl Format {
            /// All formats.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name on the command line.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What it is for.
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)+ }
            }
        }

        /// Writes `input` to `out` in `format`.
        ///
        /// # Errors
        /// When `out` cannot be written or the findings cannot be read.
        pub fn render(format: Format, input: &ReportInput<'_>, out: &mut dyn Write) -> Result<(), Error> {
            match format { $(Format::$variant => $write(input, out),)+ }
        }
    };
}

formats! {
    Text "text" text::write, "For a terminal: what failed and what could not be seen.";
    Json "json" json::write, "For programs: everything, in a stable structure.";
    Markdown "markdown" markdown::write, "For an auditor: everything, with denominators and exchange ids.";
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL.iter().find(|format| format.as_str() == text).copied().ok_or_else(|| Error::NoFormat(text.to_owned()))
    }
}
