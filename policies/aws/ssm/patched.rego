# METADATA
# title: Managed instances have the patches they should have
# description: >-
#   Most intrusions use a hole for which there has long been a patch. Systems Manager compares
#   each instance with its patch baseline; one that is not compliant lacks patches that the
#   baseline approved.
# custom:
#   kind: aws.ssm.patch_compliance
#   needs: [status, missing]
#   severity: high
#   requirements:
#     soc2: [CC7.1, CC3.2]
#     nis2: [art.21.2.e, ir.6.6.1.a, ir.6.10.2.c]
#     iso27001: [A.8.8]
#   equivalent:
#     prowler: [ssm_managed_compliant_patching]
#   remediation: >-
#     Run AWS-RunPatchBaseline with Operation=Install for the instance, in a maintenance window;
#     look at aws ssm describe-instance-patches for what failed.
package aws.ssm.patched

import rego.v1

pass if {
	input.status == "COMPLIANT"
	is_number(input.missing)
}

fail contains sprintf("%d patches are missing or failed", [input.missing]) if input.status == "NON_COMPLIANT"
