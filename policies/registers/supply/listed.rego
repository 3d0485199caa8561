# METADATA
# title: There is a register of suppliers
# description: >-
#   Nobody runs a service without suppliers. An empty register means that nobody looked.
# custom:
#   kind: registers.organization.entity
#   needs: [registers.supply.supplier]
#   severity: high
#   requirements:
#     soc2: [CC9.2, CC2.1]
#     nis2: [art.21.2.d, ir.5.2.a, ir.5.2.b]
#     iso27001: [A.5.19]
#   remediation: >-
#     Enter each direct supplier and service provider in the register of suppliers.
package registers.supply.listed

import rego.v1

import data.lib.registers

listed := count(data.resources["registers.supply.supplier"])

pass if listed > 0

fail contains "the register of suppliers is empty" if listed == 0
