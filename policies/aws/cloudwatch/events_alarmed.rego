# METADATA
# title: Somebody is alarmed by changes and by signs of an attack
# description: >-
#   A record that nobody looks at stops no intruder. For each pattern a metric filter must count
#   the events in the log group of a trail of all regions, an alarm must watch that metric, and
#   somebody must be told: a subscriber of the topic, or what else the alarm sets off. The finding
#   names each pattern that lacks one of these.
# custom:
#   kind: aws.cloudwatch.account
#   needs:
#     - aws.cloudtrail.trail/is_logging
#     - aws.cloudtrail.trail/is_multi_region
#     - aws.cloudtrail.trail/is_organization
#     - aws.cloudtrail.trail/log_group_arn
#     - aws.logs.metric_filter/region
#     - aws.logs.metric_filter/log_group
#     - aws.logs.metric_filter/pattern
#     - aws.logs.metric_filter/metrics
#     - aws.cloudwatch.alarm/region
#     - aws.cloudwatch.alarm/metric_name
#     - aws.cloudwatch.alarm/namespace
#     - aws.cloudwatch.alarm/computed_from
#     - aws.cloudwatch.alarm/actions_enabled
#     - aws.cloudwatch.alarm/alarm_actions
#     - aws.sns.topic/confirmed_subscriptions
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC7.3]
#     nis2: [art.21.2.b, ir.3.2.4, ir.3.2.2]
#     iso27001: [A.8.16, A.8.15]
#   params:
#     patterns:
#       unauthorized_calls: >-
#         $.errorCode = *UnauthorizedOperation || $.errorCode = AccessDenied*
#       sign_in_without_mfa: >-
#         $.eventName = ConsoleLogin && $.additionalEventData.MFAUsed != Yes
#       sign_in_failures: >-
#         $.eventName = ConsoleLogin && $.errorMessage = "Failed authentication"
#       root_usage: >-
#         $.userIdentity.type = Root && $.userIdentity.invokedBy NOT EXISTS && $.eventType !=
#         AwsServiceEvent
#       iam_policy_changes: >-
#         $.eventName = DeleteGroupPolicy || $.eventName = DeleteRolePolicy || $.eventName =
#         DeleteUserPolicy || $.eventName = PutGroupPolicy || $.eventName = PutRolePolicy || $.eventName =
#         PutUserPolicy || $.eventName = CreatePolicy || $.eventName = DeletePolicy || $.eventName =
#         CreatePolicyVersion || $.eventName = DeletePolicyVersion || $.eventName = AttachRolePolicy ||
#         $.eventName = DetachRolePolicy || $.eventName = AttachUserPolicy || $.eventName =
#         DetachUserPolicy || $.eventName = AttachGroupPolicy || $.eventName = DetachGroupPolicy
#       trail_changes: >-
#         $.eventName = CreateTrail || $.eventName = UpdateTrail || $.eventName = DeleteTrail ||
#         $.eventName = StartLogging || $.eventName = StopLogging
#       config_changes: >-
#         $.eventSource = config.amazonaws.com && ($.eventName = StopConfigurationRecorder || $.eventName
#         = DeleteDeliveryChannel || $.eventName = PutDeliveryChannel || $.eventName =
#         PutConfigurationRecorder)
#       key_deletion: >-
#         $.eventSource = kms.amazonaws.com && ($.eventName = DisableKey || $.eventName =
#         ScheduleKeyDeletion)
#       bucket_policy_changes: >-
#         $.eventSource = s3.amazonaws.com && ($.eventName = PutBucketAcl || $.eventName = PutBucketPolicy
#         || $.eventName = PutBucketCors || $.eventName = PutBucketLifecycle || $.eventName =
#         PutBucketReplication || $.eventName = DeleteBucketPolicy || $.eventName = DeleteBucketCors ||
#         $.eventName = DeleteBucketLifecycle || $.eventName = DeleteBucketReplication)
#       security_group_changes: >-
#         $.eventName = AuthorizeSecurityGroupIngress || $.eventName = AuthorizeSecurityGroupEgress ||
#         $.eventName = RevokeSecurityGroupIngress || $.eventName = RevokeSecurityGroupEgress ||
#         $.eventName = CreateSecurityGroup || $.eventName = DeleteSecurityGroup
#       network_acl_changes: >-
#         $.eventName = CreateNetworkAcl || $.eventName = CreateNetworkAclEntry || $.eventName =
#         DeleteNetworkAcl || $.eventName = DeleteNetworkAclEntry || $.eventName = ReplaceNetworkAclEntry
#         || $.eventName = ReplaceNetworkAclAssociation
#       gateway_changes: >-
#         $.eventName = CreateCustomerGateway || $.eventName = DeleteCustomerGateway || $.eventName =
#         AttachInternetGateway || $.eventName = CreateInternetGateway || $.eventName =
#         DeleteInternetGateway || $.eventName = DetachInternetGateway
#       route_changes: >-
#         $.eventSource = ec2.amazonaws.com && ($.eventName = CreateRoute || $.eventName =
#         CreateRouteTable || $.eventName = ReplaceRoute || $.eventName = ReplaceRouteTableAssociation ||
#         $.eventName = DeleteRouteTable || $.eventName = DeleteRoute || $.eventName =
#         DisassociateRouteTable)
#       vpc_changes: >-
#         $.eventName = CreateVpc || $.eventName = DeleteVpc || $.eventName = ModifyVpcAttribute ||
#         $.eventName = AcceptVpcPeeringConnection || $.eventName = CreateVpcPeeringConnection ||
#         $.eventName = DeleteVpcPeeringConnection || $.eventName = RejectVpcPeeringConnection ||
#         $.eventName = AttachClassicLinkVpc || $.eventName = DetachClassicLinkVpc || $.eventName =
#         DisableVpcClassicLink || $.eventName = EnableVpcClassicLink
#       organization_changes: >-
#         $.eventSource = organizations.amazonaws.com && ($.eventName = AcceptHandshake || $.eventName =
#         AttachPolicy || $.eventName = CancelHandshake || $.eventName = CreateAccount || $.eventName =
#         CreateOrganization || $.eventName = CreateOrganizationalUnit || $.eventName = CreatePolicy ||
#         $.eventName = DeclineHandshake || $.eventName = DeleteOrganization || $.eventName =
#         DeleteOrganizationalUnit || $.eventName = DeletePolicy || $.eventName = EnableAllFeatures ||
#         $.eventName = EnablePolicyType || $.eventName = InviteAccountToOrganization || $.eventName =
#         LeaveOrganization || $.eventName = DetachPolicy || $.eventName = DisablePolicyType ||
#         $.eventName = MoveAccount || $.eventName = RemoveAccountFromOrganization || $.eventName =
#         UpdateOrganizationalUnit || $.eventName = UpdatePolicy)
#   equivalent:
#     prowler:
#       - cloudwatch_changes_to_network_acls_alarm_configured
#       - cloudwatch_changes_to_network_gateways_alarm_configured
#       - cloudwatch_changes_to_network_route_tables_alarm_configured
#       - cloudwatch_changes_to_vpcs_alarm_configured
#       - cloudwatch_log_metric_filter_and_alarm_for_aws_config_configuration_changes_enabled
#       - cloudwatch_log_metric_filter_and_alarm_for_cloudtrail_configuration_changes_enabled
#       - cloudwatch_log_metric_filter_authentication_failures
#       - cloudwatch_log_metric_filter_aws_organizations_changes
#       - cloudwatch_log_metric_filter_disable_or_scheduled_deletion_of_kms_cmk
#       - cloudwatch_log_metric_filter_for_s3_bucket_policy_changes
#       - cloudwatch_log_metric_filter_policy_changes
#       - cloudwatch_log_metric_filter_root_usage
#       - cloudwatch_log_metric_filter_security_group_changes
#       - cloudwatch_log_metric_filter_sign_in_without_mfa
#       - cloudwatch_log_metric_filter_unauthorized_api_calls
#     cis:
#       - "aws-3.0:4.1"
#       - "aws-3.0:4.2"
#       - "aws-3.0:4.3"
#       - "aws-3.0:4.4"
#       - "aws-3.0:4.5"
#       - "aws-3.0:4.6"
#       - "aws-3.0:4.7"
#       - "aws-3.0:4.8"
#       - "aws-3.0:4.9"
#       - "aws-3.0:4.10"
#       - "aws-3.0:4.11"
#       - "aws-3.0:4.12"
#       - "aws-3.0:4.13"
#       - "aws-3.0:4.14"
#       - "aws-3.0:4.15"
#       - "aws-5.0:4.1"
#       - "aws-5.0:4.2"
#       - "aws-5.0:4.3"
#       - "aws-5.0:4.4"
#       - "aws-5.0:4.5"
#       - "aws-5.0:4.6"
#       - "aws-5.0:4.7"
#       - "aws-5.0:4.8"
#       - "aws-5.0:4.9"
#       - "aws-5.0:4.10"
#       - "aws-5.0:4.11"
#       - "aws-5.0:4.12"
#       - "aws-5.0:4.13"
#       - "aws-5.0:4.14"
#       - "aws-5.0:4.15"
#       - "aws-7.0:5.1"
#       - "aws-7.0:5.2"
#       - "aws-7.0:5.3"
#       - "aws-7.0:5.4"
#       - "aws-7.0:5.5"
#       - "aws-7.0:5.6"
#       - "aws-7.0:5.7"
#       - "aws-7.0:5.8"
#       - "aws-7.0:5.9"
#       - "aws-7.0:5.10"
#       - "aws-7.0:5.11"
#       - "aws-7.0:5.12"
#       - "aws-7.0:5.13"
#       - "aws-7.0:5.14"
#       - "aws-7.0:5.15"
#   remediation: >-
#     Let a trail of all regions write to a log group; for each pattern run aws logs
#     put-metric-filter with it, and aws cloudwatch put-metric-alarm with a topic that people are
#     subscribed to.
package aws.cloudwatch.events_alarmed

import rego.v1

import data.lib.arns

# The log groups that trails write to: [account, region, name].
trail_groups := {[parts[4], parts[3], parts[6]] |
	some trail in data.resources["aws.cloudtrail.trail"]
	trail.is_logging == true
	trail.is_multi_region == true
	is_string(trail.log_group_arn)
	parts := split(trail.log_group_arn, ":")
}

groups := {group | some group in trail_groups; group[0] == input.id}

# An organisation's trail writes to a log group of the account that manages it.
elsewhere := {arns.account(trail.log_group_arn) |
	some trail in data.resources["aws.cloudtrail.trail"]
	trail.is_organization == true
	trail.is_logging == true
	is_string(trail.log_group_arn)
	arns.account(trail.log_group_arn) != input.id
}

# What a filter pattern asks, one clause each, without blanks, quotes and brackets.
clauses(pattern) := {clause |
	some clause in regex.split(`&&|[|][|]`, regex.replace(pattern, `[\s(){}"']`, ""))
	clause != ""
}

wanted := {name: clauses(pattern) | some name, pattern in data.params.patterns}

subscribers := {topic.id: topic.confirmed_subscriptions | some topic in data.resources["aws.sns.topic"]}

# Whether an action reaches somebody. Topics of other accounts are not seen.
reach(action) := "sure" if split(action, ":")[2] != "sns"

reach(action) := "sure" if subscribers[action] > 0

reach(action) := "unseen" if {
	split(action, ":")[2] == "sns"
	not arns.account(action) in own_accounts
}

own_accounts := {arns.account(alarm.id) | some alarm in data.resources["aws.cloudwatch.alarm"]}

# The metrics that alarms watch: [region, namespace, name, how the alarm reaches somebody].
watched contains [alarm.region, alarm.namespace, alarm.metric_name, reach(action)] if {
	some alarm in data.resources["aws.cloudwatch.alarm"]
	alarm.actions_enabled == true
	some action in alarm.alarm_actions
}

watched contains [alarm.region, metric.namespace, metric.metric_name, reach(action)] if {
	some alarm in data.resources["aws.cloudwatch.alarm"]
	alarm.actions_enabled == true
	some action in alarm.alarm_actions
	some metric in alarm.computed_from
}

filters contains [name, filter.id] if {
	some filter in data.resources["aws.logs.metric_filter"]
	[input.id, filter.region, filter.log_group] in groups
	some name, asked in wanted
	count(asked - clauses(filter.pattern)) == 0
}

alarmed contains [name, how] if {
	some filter in data.resources["aws.logs.metric_filter"]
	some metric in filter.metrics
	some how in ["sure", "unseen"]
	[filter.region, metric.metric_namespace, metric.metric_name, how] in watched
	some [name, id] in filters
	id == filter.id
}

filtered := {name | some [name, id] in filters}

sure := {name | some [name, how] in alarmed; how == "sure"}

heard := {name | some [name, how] in alarmed}

not_applicable contains sprintf("the organisation's trail is watched in account %s", [account]) if {
	count(groups) == 0
	some account in elsewhere
}

pass if {
	count(groups) > 0
	count(wanted) > 0
	count(object.keys(wanted) - sure) == 0
}

fail contains "no trail of all regions writes to a log group, so that no alarm can watch it" if {
	is_array(data.resources["aws.cloudtrail.trail"])
	count(groups) == 0
	count(elsewhere) == 0
}

fail contains sprintf("%s: no metric filter on a trail's log group counts these events", [name]) if {
	count(groups) > 0
	some name, _ in wanted
	not name in filtered
}

fail contains sprintf("%s: the metric filter feeds no alarm that reaches anybody", [name]) if {
	count(groups) > 0
	some name in filtered
	not name in heard
}
