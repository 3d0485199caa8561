//! Registers of people and of their access.

use crate::shape::Of::{Any, Bool, Count, One, Past, Text, Texts};
use crate::shape::{Register, may, must, register};

pub(crate) const PEOPLE: &[Register] = &[
    register(
        "people",
        "person",
        "registers.people.person",
        "A person who works for the entity",
        &[
            must("role", Text, "What the person does."),
            must("joined_at", Past, "First day."),
            may("left_at", Any, "The moment the person leaves: the first one without a right to access."),
            may("aws_users", Texts, "IAM user names or ARNs."),
            may("github_logins", Texts, "GitHub logins."),
            may("management_body", Bool, "True for members of the management body."),
            may("needs_check", Bool, "True if the role needs a background check."),
            may("access_removed_at", Past, "When all access had ended, for leavers."),
            may("assets_returned_at", Past, "When assets were back, for leavers."),
        ],
    ),
    register(
        "trainings",
        "training",
        "registers.people.training",
        "A training that a person completed",
        &[
            must("person", Text, "The id of the person in the register of people."),
            must("course", Text, "The course."),
            must("audience", One(&["awareness", "management", "role"]), "Whom it is for."),
            must("completed_at", Past, "When."),
        ],
    ),
    register(
        "background_checks",
        "check",
        "registers.people.background_check",
        "A background check of a person",
        &[
            must("person", Text, "The id of the person in the register of people."),
            must("checked_at", Past, "When."),
            must("result", One(&["clear", "concern"]), "What came of it."),
        ],
    ),
    register(
        "access_reviews",
        "review",
        "registers.access.review",
        "A review of the access rights of a system",
        &[
            must("system", Text, "The system, as the entity lists it."),
            must("reviewer", Text, "Who reviewed."),
            must("reviewed_at", Past, "When."),
            must("accounts", Count, "Accounts looked at."),
            must("removals_asked", Count, "Rights found to be wrong."),
            must("removals_done", Count, "Rights removed since."),
        ],
    ),
    register(
        "access_requests",
        "request",
        "registers.access.request",
        "A request for access",
        &[
            must("person", Text, "Who gets access."),
            must("system", Text, "Where."),
            must("rights", Text, "What."),
            must("external", Bool, "True if the person works for a third party."),
            may("granted_at", Past, "When it was given."),
            may("ends_at", Any, "When it ends."),
        ],
    ),
];
