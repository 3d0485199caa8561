//! Arguments of `assize incident`. Nothing here acts.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Format, examples};

/// Where the registers are, and how to answer.
#[derive(Debug, Clone, Args)]
pub(crate) struct IncidentPlace {
    /// The folder of registers.
    #[arg(long, value_name = "DIR", default_value = "registers")]
    pub(crate) registers: PathBuf,

    /// Format of what is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// `assize incident`. Moments are written 2026-01-31T10:00:00Z.
#[derive(Debug, Subcommand)]
pub(crate) enum IncidentCommand {
    /// Enter a new incident: a file of its own in the register.
    #[command(after_help = examples::INCIDENT_OPEN)]
    Open {
        /// Its id, which also names the file: 2026-001.
        id: String,
        /// What happened, in a line.
        #[arg(long)]
        title: String,
        /// low, medium, high or critical.
        #[arg(long, default_value = "high")]
        severity: String,
        /// Who answers for it.
        #[arg(long)]
        owner: String,
        /// When it was first noticed [default: now].
        #[arg(long, value_name = "MOMENT")]
        detected_at: Option<String>,
        /// When the entity became aware that it is significant; starts the clock.
        #[arg(long, value_name = "MOMENT")]
        aware_at: Option<String>,
        #[command(flatten)]
        place: IncidentPlace,
    },
    /// Change fields of an incident; comments in its file stay.
    #[command(after_help = examples::INCIDENT_UPDATE)]
    Update {
        /// Its id.
        id: String,
        /// FIELD=VALUE, as in TOML; text needs no quotes. May be repeated.
        #[arg(long = "set", value_name = "FIELD=VALUE", required = true)]
        set: Vec<String>,
        #[command(flatten)]
        place: IncidentPlace,
    },
    /// Write the pre-filled report to the authority, or record that it was sent.
    #[command(after_help = examples::INCIDENT_NOTIFY)]
    Notify {
        /// Its id.
        id: String,
        /// Which report.
        stage: Stage,
        /// Record that it was sent at this moment, instead of writing it.
        #[arg(long, value_name = "MOMENT")]
        sent_at: Option<String>,
        /// The authority's receipt.
        #[arg(long, value_name = "TEXT", requires = "sent_at")]
        receipt: Option<String>,
        #[command(flatten)]
        place: IncidentPlace,
    },
    /// Record that an incident was handled and closed.
    #[command(after_help = examples::INCIDENT_CLOSE)]
    Close {
        /// Its id.
        id: String,
        /// When it was handled [default: now].
        #[arg(long, value_name = "MOMENT")]
        at: Option<String>,
        /// Its root cause.
        #[arg(long, value_name = "TEXT")]
        root_cause: Option<String>,
        /// What follows from it, with who does it. May be repeated.
        #[arg(long, value_name = "TEXT")]
        lesson: Vec<String>,
        #[command(flatten)]
        place: IncidentPlace,
    },
    /// Show what is due, sent, late and overdue. Code 1: something is overdue or was late.
    #[command(after_help = examples::INCIDENT_STATUS)]
    Status {
        /// Only this incident.
        id: Option<String>,
        /// Judge at this moment [default: now].
        #[arg(long, value_name = "MOMENT")]
        as_of: Option<String>,
        /// What is due within so many hours is due soon.
        #[arg(long, value_name = "HOURS", default_value = "24")]
        soon: u32,
        #[command(flatten)]
        place: IncidentPlace,
    },
}

/// A report to the authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// Early warning, within 24 hours (Article 23(4)(a)).
    EarlyWarning,
    /// Incident notification, within 72 hours, 24 for trust services (Article 23(4)(b)).
    Notification,
    /// Intermediate report, on request (Article 23(4)(c)).
    Intermediate,
    /// Progress report, if it goes on (Article 23(4)(e)).
    Progress,
    /// Final report, one month after the notification (Article 23(4)(d)).
    Final,
}
