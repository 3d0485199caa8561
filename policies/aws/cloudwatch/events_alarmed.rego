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
#     - aws.sns.subscription/topic_arn
#     - aws.sns.subscription/arn
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

import data.lib.alarms

# The log groups that trails of all regions write to: [account, region, name].
trail_groups := {group |
	some trail in data.resources["aws.cloudtrail.trail"]
	trail.is_multi_region == true
	group := alarms.group(trail)
}

groups := {group | some group in trail_groups; group[0] == input.id}

# An organisation's trail writes to a log group of the account that manages it.
organization_accounts := {group[0] |
	some trail in data.resources["aws.cloudtrail.trail"]
	trail.is_organization == true
	group := alarms.group(trail)
}

elsewhere := organization_accounts - {input.id}

# Topics with a subscriber who has confirmed.
topics := {subscription.topic_arn |
	some subscription in data.resources["aws.sns.subscription"]
	startswith(subscription.arn, "arn:")
}

heard := {metric |
	some alarm in data.resources["aws.cloudwatch.alarm"]
	some action in alarms.actions(alarm)
	alarms.reaches(action, topics)
	some metric in alarms.watches(alarm)
}

perhaps_heard := {metric |
	some alarm in data.resources["aws.cloudwatch.alarm"]
	some action in alarms.actions(alarm)
	alarms.unseen(action, alarm)
	some metric in alarms.watches(alarm)
}

wanted := {name: alarms.clauses(pattern) | some name, pattern in data.params.patterns}

# The metrics that count the events of each pattern: [pattern, metric].
counted := {[name, metric] |
	some filter in data.resources["aws.logs.metric_filter"]
	[input.id, filter.region, filter.log_group] in groups
	some name, asked in wanted
	count(asked - alarms.clauses(filter.pattern)) == 0
	some metric in alarms.feeds(filter)
}

filtered := {name | some [name, metric] in counted}

alarmed := {name | some [name, metric] in counted; metric in heard}

perhaps_alarmed := {name | some [name, metric] in counted; metric in perhaps_heard}

not_applicable contains sprintf("the organisation's trail is watched in account %s", [account]) if {
	count(groups) == 0
	some account in elsewhere
}

pass if {
	count(groups) > 0
	count(wanted) > 0
	count(object.keys(wanted) - alarmed) == 0
}

fail contains "no trail of all regions writes to a log group of this account, so that no alarm can watch it" if {
	is_array(data.resources["aws.cloudtrail.trail"])
	count(groups) == 0
	count(elsewhere) == 0
}

fail contains sprintf("%s: no metric filter on a trail's log group counts these events", [name]) if {
	count(groups) > 0
	some name in object.keys(wanted) - filtered
}

fail contains sprintf("%s: the metric filter feeds no alarm that reaches anybody", [name]) if {
	count(groups) > 0
	some name in (filtered - alarmed) - perhaps_alarmed
}
