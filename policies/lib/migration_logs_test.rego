package lib.migration_logs_test

import rego.v1

import data.lib.migration_logs

settings(on, severity) := {"Logging": {"EnableLogging": on, "LogComponents": [{"Id": "SOURCE_UNLOAD", "Severity": severity}]}}

quiet(document) := migration_logs.quiet(document, {"SOURCE_UNLOAD"})

test_loud_enough if {
	quiet(settings(true, "LOGGER_SEVERITY_DEFAULT")) == set()
	quiet(settings(true, "LOGGER_SEVERITY_DEBUG")) == set()
	quiet(settings(true, "LOGGER_SEVERITY_DETAILED_DEBUG")) == set()
}

test_too_quiet if {
	quiet(settings(true, "LOGGER_SEVERITY_WARNING")) == {"SOURCE_UNLOAD"}
	quiet(settings(false, "LOGGER_SEVERITY_DEFAULT")) == {"SOURCE_UNLOAD"}
	quiet({}) == {"SOURCE_UNLOAD"}
}
