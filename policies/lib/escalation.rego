# Ways to more rights: sets of actions of which each, as a whole, lets its holder take rights that it was not given.
# "on" is the service that acts with the passed role; a condition on iam:PassedToService does not help if it allows it.
# Ways that use what is already there (a function, an instance with a strong role) are among them: it is there, or soon.
package lib.escalation

import rego.v1

import data.lib.statements

# One's own rights, or those of others, changed or taken over.
alone := {
	"apprunner:updateservice",
	"batch:submitjob",
	"bedrock-agentcore:invokeagentruntimecommand",
	"cloudformation:updatestack",
	"codebuild:startbuild",
	"codebuild:startbuildbatch",
	"ec2-instance-connect:sendsshpublickey",
	"ecs:executecommand",
	"glue:updatedevendpoint",
	"iam:addusertogroup",
	"iam:attachgrouppolicy",
	"iam:attachrolepolicy",
	"iam:attachuserpolicy",
	"iam:createaccesskey",
	"iam:createloginprofile",
	"iam:createpolicyversion",
	"iam:deleteuserpermissionsboundary",
	"iam:putgrouppolicy",
	"iam:putrolepolicy",
	"iam:putuserpolicy",
	"iam:setdefaultpolicyversion",
	"iam:updateassumerolepolicy",
	"iam:updateloginprofile",
	"iam:updatesamlprovider",
	"lambda:updatefunctioncode",
	"lambda:updatefunctionconfiguration",
	"sagemaker:createpresignednotebookinstanceurl",
	"ssm:sendcommand",
	"ssm:startsession",
	"sso:attachmanagedpolicytopermissionset",
	"sso:putinlinepolicytopermissionset",
}

together := [
	{"bedrock-agentcore:startbrowsersession", "bedrock-agentcore:connectbrowserautomationstream"},
	{"bedrock-agentcore:startcodeinterpretersession", "bedrock-agentcore:invokecodeinterpreter"},
	{"cloudformation:createchangeset", "cloudformation:executechangeset"},
	{"codedeploy:createdeployment", "codedeploy:registerapplicationrevision", "codedeploy:getdeploymentconfig"},
	{"ec2:createlaunchtemplateversion", "ec2:modifylaunchtemplate"},
	{"ec2:modifyinstanceattribute", "ec2:stopinstances", "ec2:startinstances"},
	{"iam:deleterolepermissionsboundary", "sts:assumerole"},
	{
		"sagemaker:createnotebookinstancelifecycleconfig", "sagemaker:stopnotebookinstance",
		"sagemaker:updatenotebookinstance", "sagemaker:startnotebookinstance",
	},
	{"states:updatestatemachine", "states:startexecution"},
]

# With iam:PassRole: a stronger role handed to a service that does what one says.
passing := [
	{"on": "apprunner.amazonaws.com", "with": {"apprunner:createservice"}},
	{"on": "ec2.amazonaws.com", "with": {"autoscaling:createautoscalinggroup", "autoscaling:createlaunchconfiguration"}},
	{"on": "ec2.amazonaws.com", "with": {"autoscaling:updateautoscalinggroup", "autoscaling:createlaunchconfiguration"}},
	{"on": "braket.amazonaws.com", "with": {"braket:createjob"}},
	{"on": "cloudformation.amazonaws.com", "with": {"cloudformation:createstack"}},
	{"on": "cloudformation.amazonaws.com", "with": {"cloudformation:createstackset", "cloudformation:createstackinstances"}},
	{"on": "cloudformation.amazonaws.com", "with": {"cloudformation:updatestackset"}},
	{"on": "codestar.amazonaws.com", "with": {"codestar:createproject"}},
	{"on": "cognito-identity.amazonaws.com", "with": {"cognito-identity:setidentitypoolroles"}},
	{"on": "datapipeline.amazonaws.com", "with": {
		"datapipeline:createpipeline", "datapipeline:putpipelinedefinition", "datapipeline:activatepipeline",
	}},
	{"on": "ec2.amazonaws.com", "with": {"ec2:requestspotinstances"}},
	{"on": "ec2.amazonaws.com", "with": {"ec2:runinstances"}},
	{"on": "ecs-tasks.amazonaws.com", "with": {"ecs:registertaskdefinition", "ecs:createservice"}},
	{"on": "ecs-tasks.amazonaws.com", "with": {"ecs:registertaskdefinition", "ecs:updateservice"}},
	{"on": "ecs-tasks.amazonaws.com", "with": {"ecs:runtask"}},
	{"on": "ecs-tasks.amazonaws.com", "with": {"ecs:starttask"}},
	{"on": "elasticmapreduce.amazonaws.com", "with": {"elasticmapreduce:runjobflow"}},
	{"on": "emr-serverless.amazonaws.com", "with": {"emr-serverless:createapplication", "emr-serverless:startjobrun"}},
	{"on": "events.amazonaws.com", "with": {"events:putrule", "events:puttargets"}},
	{"on": "gamelift.amazonaws.com", "with": {"gamelift:createbuild", "gamelift:createfleet", "gamelift:requestuploadcredentials"}},
	{"on": "glue.amazonaws.com", "with": {"glue:createdevendpoint"}},
	{"on": "glue.amazonaws.com", "with": {"glue:createjob", "glue:createtrigger"}},
	{"on": "glue.amazonaws.com", "with": {"glue:createjob", "glue:startjobrun"}},
	{"on": "glue.amazonaws.com", "with": {"glue:createsession", "glue:runstatement"}},
	{"on": "glue.amazonaws.com", "with": {"glue:updatejob", "glue:createtrigger"}},
	{"on": "glue.amazonaws.com", "with": {"glue:updatejob", "glue:startjobrun"}},
	{"on": "ec2.amazonaws.com", "with": {
		"imagebuilder:createcomponent", "imagebuilder:createimagerecipe",
		"imagebuilder:createinfrastructureconfiguration", "imagebuilder:createimage",
	}},
	{"on": "kinesisanalytics.amazonaws.com", "with": {"kinesisanalytics:createapplication", "kinesisanalytics:startapplication"}},
	{"on": "lambda.amazonaws.com", "with": {"lambda:createfunction", "lambda:addpermission"}},
	{"on": "lambda.amazonaws.com", "with": {"lambda:createfunction", "lambda:createeventsourcemapping"}},
	{"on": "lambda.amazonaws.com", "with": {"lambda:createfunction", "lambda:invokefunction"}},
	{"on": "omics.amazonaws.com", "with": {"omics:createworkflow", "omics:startrun"}},
	{"on": "sagemaker.amazonaws.com", "with": {"sagemaker:createnotebookinstance"}},
	{"on": "sagemaker.amazonaws.com", "with": {"sagemaker:createprocessingjob"}},
	{"on": "sagemaker.amazonaws.com", "with": {"sagemaker:createtrainingjob"}},
	{"on": "scheduler.amazonaws.com", "with": {"scheduler:createschedule"}},
	{"on": "ssm.amazonaws.com", "with": {"ssm:createdocument", "ssm:startautomationexecution"}},
	{"on": "states.amazonaws.com", "with": {"states:createstatemachine", "states:startexecution"}},
]

# Every action that a way needs, written out: this is asked of every document.
watched := {
	"apprunner:createservice", "apprunner:updateservice", "autoscaling:createautoscalinggroup",
	"autoscaling:createlaunchconfiguration", "autoscaling:updateautoscalinggroup", "batch:submitjob",
	"bedrock-agentcore:connectbrowserautomationstream", "bedrock-agentcore:invokeagentruntimecommand",
	"bedrock-agentcore:invokecodeinterpreter", "bedrock-agentcore:startbrowsersession",
	"bedrock-agentcore:startcodeinterpretersession", "braket:createjob", "cloudformation:createchangeset",
	"cloudformation:createstack", "cloudformation:createstackinstances", "cloudformation:createstackset",
	"cloudformation:executechangeset", "cloudformation:updatestack", "cloudformation:updatestackset",
	"codebuild:startbuild", "codebuild:startbuildbatch", "codedeploy:createdeployment",
	"codedeploy:getdeploymentconfig", "codedeploy:registerapplicationrevision", "codestar:createproject",
	"cognito-identity:setidentitypoolroles", "datapipeline:activatepipeline", "datapipeline:createpipeline",
	"datapipeline:putpipelinedefinition", "ec2-instance-connect:sendsshpublickey", "ec2:createlaunchtemplateversion",
	"ec2:modifyinstanceattribute", "ec2:modifylaunchtemplate", "ec2:requestspotinstances", "ec2:runinstances",
	"ec2:startinstances", "ec2:stopinstances", "ecs:createservice", "ecs:executecommand", "ecs:registertaskdefinition",
	"ecs:runtask", "ecs:starttask", "ecs:updateservice", "elasticmapreduce:runjobflow",
	"emr-serverless:createapplication", "emr-serverless:startjobrun", "events:putrule", "events:puttargets",
	"gamelift:createbuild", "gamelift:createfleet", "gamelift:requestuploadcredentials", "glue:createdevendpoint",
	"glue:createjob", "glue:createsession", "glue:createtrigger", "glue:runstatement", "glue:startjobrun",
	"glue:updatedevendpoint", "glue:updatejob", "iam:addusertogroup", "iam:attachgrouppolicy", "iam:attachrolepolicy",
	"iam:attachuserpolicy", "iam:createaccesskey", "iam:createloginprofile", "iam:createpolicyversion",
	"iam:deleterolepermissionsboundary", "iam:deleteuserpermissionsboundary", "iam:passrole", "iam:putgrouppolicy",
	"iam:putrolepolicy", "iam:putuserpolicy", "iam:setdefaultpolicyversion", "iam:updateassumerolepolicy",
	"iam:updateloginprofile", "iam:updatesamlprovider", "imagebuilder:createcomponent", "imagebuilder:createimage",
	"imagebuilder:createimagerecipe", "imagebuilder:createinfrastructureconfiguration",
	"kinesisanalytics:createapplication", "kinesisanalytics:startapplication", "lambda:addpermission",
	"lambda:createeventsourcemapping", "lambda:createfunction", "lambda:invokefunction", "lambda:updatefunctioncode",
	"lambda:updatefunctionconfiguration", "omics:createworkflow", "omics:startrun", "sagemaker:createnotebookinstance",
	"sagemaker:createnotebookinstancelifecycleconfig", "sagemaker:createpresignednotebookinstanceurl",
	"sagemaker:createprocessingjob", "sagemaker:createtrainingjob", "sagemaker:startnotebookinstance",
	"sagemaker:stopnotebookinstance", "sagemaker:updatenotebookinstance", "scheduler:createschedule",
	"ssm:createdocument", "ssm:sendcommand", "ssm:startautomationexecution", "ssm:startsession",
	"sso:attachmanagedpolicytopermissionset", "sso:putinlinepolicytopermissionset", "states:createstatemachine",
	"states:startexecution", "states:updatestatemachine", "sts:assumerole",
}

# The ways that a set of actions opens, as texts. `passes` holds the services, with wildcards, to which roles may be
# passed on that condition; `more` further sets of actions, as lists.
ways(actions, passes, more) := set() if {
	count(actions) == 0
} else := {text |
	some action in alone & actions
	text := action
} | {text |
	some set in array.concat(together, [{lower(action) | some action in way} | some way in more])
	count(set) > 0
	count(set - actions) == 0
	text := written(set)
} | {text |
	some way in passing
	count(way["with"] - actions) == 0
	passable(way.on, actions, passes)
	text := concat(" ", [written(way["with"]), "and iam:passrole"])
}

# At most eight ways as they are; of more, five and the number of the others. Who may do everything has a hundred.
shown(found) := found if count(found) <= 8

shown(found) := {text | some text in array.slice(sort(found), 0, 5)} | {sprintf("%d further ways", [count(found) - 5])} if {
	count(found) > 8
}

written(set) := concat(" and ", sort([action | some action in set]))

passable(_, actions, _) if "iam:passrole" in actions

passable(service, _, passes) if {
	some pattern in passes
	statements.covers(pattern, service)
}

# What a document gives by itself: allowed without a condition to all of a type of resources and not denied.
of_document(document, more) := set() if {
	not touches(document, more)
} else := ways(given - taken, passes, more) if {
	wanted := watched | {lower(action) | some way in more; some action in way}
	given := union({actions |
		some statement in statements.allowing(document)
		statements.unconditional(statement)
		broad(statement)
		actions := statements.reached(statement, wanted)
	})
	taken := union({actions |
		some statement in document.Statement
		statement.Effect == "Deny"
		statements.unconditional(statement)
		"*" in statement.Resource
		actions := statements.reached(statement, wanted)
	})
	passes := {service |
		not "iam:passrole" in taken
		some statement in statements.allowing(document)
		statements.reaches(statement, "iam:passrole")
		broad(statement)
		some service in passed_to(statement)
	}
}

# The document allows something that may be an action of a way: what most documents allow is not, and the tables need not
# be made for them.
touches(document, _) if {
	some statement in statements.allowing(document)
	is_array(statement.NotAction)
}

touches(document, more) if {
	of_more := {split(lower(action), ":")[0] | some way in more; some action in way}
	some statement in statements.allowing(document)
	some pattern in statement.Action
	service := split(lower(pattern), ":")[0]
	matches_some(service, concerned | of_more)
}

matches_some(service, all) if service in all

matches_some(service, _) if contains(service, "*")

matches_some(service, _) if contains(service, "?")

concerned := {
	"apprunner", "autoscaling", "batch", "bedrock-agentcore", "braket", "cloudformation", "codebuild", "codedeploy", "codestar",
	"cognito-identity", "datapipeline", "ec2", "ec2-instance-connect", "ecs", "elasticmapreduce", "emr-serverless", "events",
	"gamelift", "glue", "iam", "imagebuilder", "kinesisanalytics", "lambda", "omics", "sagemaker", "scheduler", "ssm", "sso",
	"states", "sts",
}

# The services of the one condition that the statement has.
passed_to(statement) := {service |
	count(statement.Condition) == 1
	some operator, keys in statement.Condition
	lower(operator) in {"stringequals", "stringlike", "stringequalsifexists", "stringlikeifexists"}
	count(keys) == 1
	some key, services in keys
	lower(key) == "iam:passedtoservice"
	some service in services
}

# All resources, or all of one type: "*", "arn:aws:iam::111122223333:role/*".
broad(statement) if "*" in statement.Resource

broad(statement) if {
	some resource in statement.Resource
	resource != "*"
	regex.match(`^(arn:[^:]*:[^:]*:[^:]*:[^:]*:(\*|[a-z-]+[/:]\*)|[*:/]+)$`, resource)
}

broad(statement) if is_array(statement.NotResource)
