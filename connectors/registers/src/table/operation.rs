//! Registers of continuity, assurance and assets.

use crate::shape::Of::{Any, Bool, Count, Each, Moment, One, Past, Text, Texts};
use crate::shape::{Register, may, must, register};

/// Parts (a) to (h) of annex 4.1.2.
const PLAN_PARTS: &[&str] = &["a", "b", "c", "d", "e", "f", "g", "h"];

pub(crate) const OPERATION: &[Register] = &[
    register(
        "continuity_plans",
        "plan",
        "registers.continuity.plan",
        "A plan for continuity, recovery or crisis",
        &[
            must("purpose", One(&["continuity", "recovery", "crisis"]), "What it is for."),
            must("parts", Each(PLAN_PARTS), "Parts of annex 4.1.2 that it has."),
            must("systems", Texts, "Systems it covers."),
            may("reviewed_at", Past, "When it was last reviewed."),
        ],
    ),
    register(
        "restore_tests",
        "test",
        "registers.continuity.restore_test",
        "A test that restored a system",
        &[
            must("system", Text, "The system, as the entity lists it."),
            must("started_at", Moment, "When the restore began."),
            must("restored_at", Moment, "When the system was back."),
            must("data_from", Moment, "The moment the restored data is from."),
            must("rto_minutes", Count, "Recovery time objective."),
            must("rpo_minutes", Count, "Recovery point objective."),
            must("integrity_checked", Bool, "True if the restored data was checked."),
        ],
    ),
    register(
        "impact_analyses",
        "analysis",
        "registers.continuity.impact",
        "A business impact analysis of a process",
        &[
            must("process", Text, "The process."),
            may("rto_minutes", Count, "Recovery time objective."),
            may("rpo_minutes", Count, "Recovery point objective."),
            must("dependencies", Texts, "What it depends on."),
            must("analysed_at", Past, "When."),
        ],
    ),
    register(
        "penetration_tests",
        "test",
        "registers.assurance.penetration_test",
        "A penetration test",
        &[
            must("tester", Text, "Who tested."),
            must("scope", Texts, "What was tested."),
            must("method", Text, "How."),
            must("tested_at", Past, "When it ended."),
            must("serious_found", Count, "Critical and high findings."),
            must("serious_fixed", Count, "Of these, fixed and tested again."),
            must("serious_accepted", Count, "Of these, accepted with an approved exception."),
        ],
    ),
    register(
        "independent_reviews",
        "review",
        "registers.assurance.review",
        "An independent review of information security",
        &[
            must("reviewer", Text, "Who reviewed."),
            must("independent", Bool, "True if the reviewer does not work in the area reviewed."),
            must("scope", Texts, "What was reviewed."),
            must("done_at", Past, "When."),
            may("reported_at", Past, "When the management body was told."),
        ],
    ),
    register(
        "actions",
        "action",
        "registers.assurance.action",
        "A corrective action",
        &[
            must("finding", Text, "What fell short."),
            must("found_at", Past, "When that was found."),
            must("due_at", Any, "Until when it is corrected."),
            may("closed_at", Past, "When it was."),
        ],
    ),
    register(
        "effectiveness",
        "metric",
        "registers.assurance.metric",
        "A measurement of how well a measure works",
        &[
            must("measure", Text, "The id of the measure."),
            must("method", Text, "How it is measured."),
            must("every_days", Count, "How often."),
            may("measured_at", Past, "When it last was."),
            may("result", Text, "What came of it."),
        ],
    ),
    register(
        "assets",
        "asset",
        "registers.asset.asset",
        "An asset with its owner and class",
        &[
            must("name", Text, "Its name."),
            must("type", One(&["information", "software", "hardware", "service", "site"]), "What it is."),
            may("classification", Text, "Its level of classification."),
            may("service", Text, "The service it supports."),
            may("retention_days", Count, "How long its data is kept."),
            may("reviewed_at", Past, "When the entry was last compared with reality."),
            may("disposed_at", Past, "When it was disposed of."),
            may("disposal", Text, "How, with the proof."),
        ],
    ),
    register(
        "vulnerability_channels",
        "channel",
        "registers.assurance.channel",
        "A channel to report weaknesses and events",
        &[
            must("audience", Each(&["staff", "suppliers", "customers", "public"]), "Whom it is for."),
            must("address", Text, "Where to write or call."),
            must("tested_at", Past, "When it was last tried."),
            may("review_at", Any, "When it is looked at again."),
        ],
    ),
];
