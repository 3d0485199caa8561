# What a replication task of AWS DMS logs.
package lib.migration_logs

import rego.v1

enough := {"LOGGER_SEVERITY_DEFAULT", "LOGGER_SEVERITY_DEBUG", "LOGGER_SEVERITY_DETAILED_DEBUG"}

# The components that are not logged at the default level or above. Undefined without settings.
quiet(settings, components) := components - loud(settings) if is_object(settings)

# The components that are.
loud(settings) := {entry.Id |
	settings.Logging.EnableLogging == true
	some entry in settings.Logging.LogComponents
	entry.Severity in enough
}
