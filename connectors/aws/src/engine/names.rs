//! Names of members as fields spell them. The rule is that of the AWS SDK for Python, whose readers
//! know it: a word begins at a capital that follows a small letter or digit, or precedes a small one.

/// `KmsMasterKeyId` as `kms_master_key_id`, `DBInstanceARNs` as `db_instance_arns`.
pub(crate) fn snake(name: &str) -> String {
    if name.contains('_') {
        return name.to_owned();
    }
    // A plural at the end: the "s" belongs to the capitals before it.
    let (head, plural) = plural(name);
    let letters: Vec<char> = head.chars().collect();
    let mut out = String::with_capacity(name.len() + 8);
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|i| letters.get(i));
        let after = letters.get(at + 1);
        let begins = letter.is_ascii_uppercase()
            && before.is_some_and(|b| {
                b.is_ascii_lowercase() || b.is_ascii_digit() || after.is_some_and(char::is_ascii_lowercase)
            });
        if begins {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    if let Some(plural) = plural {
        if !out.is_empty() {
            out.push('_');
        }
        out.push_str(&plural.to_ascii_lowercase());
    }
    out
}

fn plural(name: &str) -> (&str, Option<&str>) {
    let Some(stem) = name.strip_suffix('s') else { return (name, None) };
    let capitals = stem.chars().rev().take_while(char::is_ascii_uppercase).count();
    if capitals < 2 {
        return (name, None);
    }
    let at = stem.len() - capitals;
    (name.get(..at).unwrap_or_default(), name.get(at..))
}

#[cfg(test)]
mod tests {
    use super::snake;

    #[test]
    fn words_begin_where_the_sdk_begins_them() {
        // As botocore.xform_name says it.
        for (name, snaked) in [
            ("KmsMasterKeyId", "kms_master_key_id"),
            ("DBInstanceIdentifier", "db_instance_identifier"),
            ("EC2InstanceId", "ec2_instance_id"),
            ("IpPermissions", "ip_permissions"),
            ("CidrIpv6", "cidr_ipv6"),
            ("clusterArn", "cluster_arn"),
            ("IAMRoleARNs", "iam_role_arns"),
            // The SDK says _arns, with a stray line before it.
            ("ARNs", "arns"),
            ("S3BucketName", "s3_bucket_name"),
            ("SSEDescription", "sse_description"),
            ("VPCId", "vpc_id"),
            ("ipv6CidrBlock", "ipv6_cidr_block"),
            ("a_B", "a_B"),
            ("", ""),
        ] {
            assert_eq!(snake(name), snaked);
        }
    }
}
