//! Registers of the entity and of those who direct it (NIS2 Articles 3, 20, 27).

use super::ENTITY_TYPES;
use crate::shape::Of::{Any, Bool, Count, Digest, Each, One, Past, Text, Texts};
use crate::shape::{Register, may, must, register};

const RESULTS: &[&str] = &["essential", "important", "registration_duties_only", "out_of_scope"];

const DESIGNATIONS: &[&str] = &["sole_provider", "public_safety", "systemic_risk", "special_importance"];
const EXCLUSIONS: &[&str] = &["security_administration", "exempted_by_member_state", "dora_exempt"];

/// What every list of NIS2 Article 3(4) and 27(2) asks for.
const REGISTERED: &[crate::shape::Field] = &[
    must("list", One(&["national", "eu"]), "national: Article 3(4); eu: Article 27."),
    must("member_state", Text, "The Member State whose authority keeps or passes on the list, as two letters."),
    may("authority", Text, "The authority it was submitted to."),
    may("reference", Text, "The authority's receipt or reference."),
    may("submitted_at", Past, "When it was submitted."),
    may("confirmed_at", Past, "When the data was last compared with reality."),
    may("entity_name", Text, "The name submitted."),
    may("address", Text, "The address submitted; for eu that of the main establishment or representative."),
    may("emails", Texts, "Email addresses submitted."),
    may("telephones", Texts, "Telephone numbers submitted."),
    may("ip_ranges", Texts, "IP ranges submitted, in CIDR."),
    may("sector", Text, "The sector submitted."),
    may("entity_types", Each(ENTITY_TYPES), "The types of entity submitted."),
    may("member_states", Texts, "Member States where services are provided, submitted."),
];

pub(crate) const GOVERNANCE: &[Register] = &[
    Register {
        stem: "entity",
        table: "entity",
        kind: "registers.organization.entity",
        title: "The entity itself",
        single: true,
        fields: &[
            must("name", Text, "Its legal name."),
            must("entity_types", Each(ENTITY_TYPES), "What it is under NIS2; other if none of the types fits."),
            must("category", One(RESULTS), "What it is: the result of the scope decision."),
            may("sector", Text, "Its sector in Annex I or II of NIS2."),
            may("member_state", Text, "Member State of its main establishment, as two letters."),
            may("member_states", Texts, "Member States where it provides services."),
            may("systems", Texts, "Systems whose access rights are reviewed."),
            may("critical_systems", Texts, "Systems that must be restorable."),
            may("policy_topics", Texts, "Topics that must have an approved policy."),
            may("roles", Texts, "Security roles that must be filled."),
        ],
        derived: &[],
    },
    register(
        "scope",
        "decision",
        "registers.governance.scope",
        "A decision whether NIS2 applies",
        &[
            must("entity_types", Each(ENTITY_TYPES), "The types judged."),
            must("result", One(RESULTS), "The result."),
            must("reasons", Texts, "Why, with article numbers."),
            must("decided_at", Past, "When it was decided."),
            may("staff", Count, "Annual work units, linked enterprises included."),
            may("turnover_eur", Count, "Annual turnover in euro."),
            may("balance_eur", Count, "Annual balance sheet total in euro."),
            may("sectors", Texts, "Sectors of Annex I and II, or parts of them: energy.gas."),
            may("qualified_trust_service", Bool, "Whether a trust service is qualified."),
            may("public_administration", One(&["none", "central", "regional", "local"]), "Its level, if it is one."),
            may("designations", Each(DESIGNATIONS), "What a Member State has found under Art. 2(2)(b) to (e)."),
            may("designated_essential", Bool, "Whether it was identified as essential for that (Art. 3(1)(e))."),
            may("critical_entity", Bool, "Whether it is a critical entity under Directive (EU) 2022/2557."),
            may("essential_services_operator", Bool, "Whether Art. 3(1)(g) holds."),
            may("added_by_member_state", Bool, "Whether national law adds it (Art. 2(5))."),
            may("exclusions", Each(EXCLUSIONS), "What takes it out of scope (Art. 2(7), (8), (10))."),
            may("member_states", Texts, "Countries where services are provided, as two letters."),
        ],
    ),
    Register {
        stem: "measures",
        table: "measure",
        kind: "registers.governance.measure",
        title: "A cybersecurity risk-management measure",
        single: false,
        fields: &[
            must("title", Text, "What is done."),
            must("status", One(&["planned", "in_place", "left_out"]), "Whether it is done."),
            may("reason", Text, "Why it is left out, if so."),
        ],
        derived: &[],
    },
    register(
        "approvals",
        "approval",
        "registers.governance.approval",
        "An approval of the measures by the management body",
        &[
            must("body", Text, "The body that approved."),
            must("measure_set", Digest, "The digest of the measures approved, as `assize registers check` prints it."),
            must("held_at", Past, "When it was resolved."),
            must("members", Texts, "Members who voted for it."),
        ],
    ),
    register(
        "oversight",
        "meeting",
        "registers.governance.oversight",
        "A meeting in which the management body oversaw the measures",
        &[
            must("held_at", Past, "When it was held."),
            must("attendees", Texts, "Members who attended."),
            must("topics", Texts, "What was dealt with: status, risks, incidents, actions."),
            must("decisions", Texts, "What was decided."),
        ],
    ),
    register(
        "roles",
        "role",
        "registers.governance.role",
        "A security role and who fills it",
        &[
            must("role", Text, "The role."),
            must("person", Text, "Who fills it."),
            must("reports_to", Text, "Whom that person reports to; management_body for the body itself."),
            must("assigned_at", Past, "Since when."),
        ],
    ),
    register(
        "registrations",
        "registration",
        "registers.governance.registration",
        "A registration with the authority",
        REGISTERED,
    ),
    Register {
        stem: "registration_changes",
        table: "change",
        kind: "registers.governance.registration_change",
        title: "A change of registered data",
        single: false,
        fields: &[
            must("list", One(&["national", "eu"]), "Which list the data stands in."),
            must("what", Text, "What changed."),
            must("changed_at", Past, "When it changed."),
            may("notified_at", Past, "When the authority was told."),
            may("reference", Text, "The authority's receipt or reference."),
        ],
        derived: &[(
            "due_at",
            "Until when the authority must be told: two weeks (Art. 3(4)), three months (Art. 27(3)).",
        )],
    },
    register(
        "deviations",
        "deviation",
        "registers.governance.deviation",
        "A point of the annex that is left out, with its reason",
        &[
            must("point", Text, "The point: ir.11.7.1."),
            must(
                "qualifier",
                One(&["where_appropriate", "where_applicable", "to_the_extent_feasible"]),
                "Why it may be.",
            ),
            must("reason", Text, "The reason, comprehensible (Implementing Regulation 2024/2690 Art. 2(2))."),
            may("review_at", Any, "When it is looked at again."),
        ],
    ),
];

/// The measure set as a whole: it is worked out from the register of measures.
pub(crate) const MEASURE_SET: (&str, &str, &[(&str, &str)]) = (
    "registers.governance.measure_set",
    "The measures as a whole",
    &[
        ("digest", "SHA-256 over all measures with their attachments: what the management body approves."),
        ("measures", "Ids of the measures, sorted."),
        ("planned", "Ids of measures that are only planned, sorted."),
        ("left_out", "Ids of measures that are left out without a reason, sorted."),
    ],
);
