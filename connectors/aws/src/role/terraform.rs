//! The role as a Terraform module: one file that can stand in a folder of its own.

use std::fmt::Write as _;

use serde_json::Value;

const VARIABLES: &str = r#"# A read-only role for Assize. Use this file as a module, once for each account.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "collector_account" {
  description = "The account that Assize runs in"
  type        = string
  validation {
    condition     = can(regex("^[0-9]{12}$", var.collector_account))
    error_message = "An account id has 12 digits."
  }
}

variable "collector_arn" {
  description = "The role or user of that account that collects, as an ARN; * stands for anything"
  type        = string
  default     = "arn:*:iam::*:*"
}

variable "external_id" {
  description = "external_id of the source in assize.toml"
  type        = string
}

variable "role_name" {
  description = "role_name of the source in assize.toml"
  type        = string
  default     = "assize"
}

data "aws_partition" "current" {}

resource "aws_iam_role" "assize" {
  name                 = var.role_name
  description          = "Lets Assize read the configuration of this account"
  max_session_duration = 3600

  # The external id is no condition of sts:TagSession, so that action has a statement of its own.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Assume"
        Effect    = "Allow"
        Principal = { AWS = "arn:${data.aws_partition.current.partition}:iam::${var.collector_account}:root" }
        Action    = "sts:AssumeRole"
        Condition = {
          StringEquals = { "sts:ExternalId" = var.external_id }
          ArnLike      = { "aws:PrincipalArn" = var.collector_arn }
        }
      },
      {
        Sid       = "Tag"
        Effect    = "Allow"
        Principal = { AWS = "arn:${data.aws_partition.current.partition}:iam::${var.collector_account}:root" }
        Action    = "sts:TagSession"
        Condition = { ArnLike = { "aws:PrincipalArn" = var.collector_arn } }
      },
    ]
  })
}
"#;

const OUTPUT: &str = "
output \"role_arn\" {
  value = aws_iam_role.assize.arn
}
";

/// The module of a role with these policies. JSON objects are HCL expressions as they stand, and no
/// action holds `${`.
pub fn terraform(policies: &[Value]) -> String {
    let mut out = VARIABLES.to_owned();
    for (n, policy) in (1..).zip(policies) {
        let text = format!("{policy:#}").replace('\n', "\n  ");
        // Writing to a text cannot fail.
        let _ = write!(
            out,
            "\nresource \"aws_iam_policy\" \"reads_{n}\" {{\n  name   = \"${{var.role_name}}-reads-{n}\"\n  \
             policy = jsonencode({text})\n}}\n\n\
             resource \"aws_iam_role_policy_attachment\" \"reads_{n}\" {{\n  role       = aws_iam_role.assize.name\n  \
             policy_arn = aws_iam_policy.reads_{n}.arn\n}}\n"
        );
    }
    out + OUTPUT
}
