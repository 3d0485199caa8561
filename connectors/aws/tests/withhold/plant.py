"""Plants secrets in a moto server, wherever AWS users leave them, and prints them with the innocent words beside them.

    plant.py URL
"""
import base64
import io
import json
import sys
import zipfile

import boto3

URL, REGION = sys.argv[1], "eu-west-1"
INNOCENT = "blueheron"


def client(name):
    return boto3.client(name, region_name=REGION, endpoint_url=URL, aws_access_key_id="plant", aws_secret_access_key="plant")


# Each is said once, so that what is found again says where it came from. No value was ever a secret.
LAMBDA = {
    "DB_PASSWORD": "Planted-01-hunter", "STRIPE": "sk_" + "live_Planted02xxxxxxxxxxxx", "GH": "ghp_" + "Planted03xxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "DATABASE_URL": "postgres://app:Planted-04-pass@db.internal/app", "SENDGRID": "SG." + "Planted05xxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxx",
    "NPM": "npm_" + "Planted06xxxxxxxxxxxxxxxxxxxxxxxxxx", "UNNAMED": "Planted07kR8vQz2LpXw9sLd4RtYb6FmGc1JeUa3Z",
    "SIGNING_KEY_MATERIAL": "Planted08xQz2LpXw9sLd4",
}
ECS = {
    "api-token": "Planted-09-token", "CONFIG": '{"user": "app", "password": "Planted-10-json"}', "SLACK": "xoxb" + "-Planted11-xxxxxxxxxxxx",
    "GITLAB": "glpat-" + "Planted12xxxxxxxxxxxx", "HF": "hf_" + "Planted13xxxxxxxxxxxxxxxxxxxxxxxxxxxx",
}
USER_DATA = f"""#!/bin/bash
export DB_PASSWORD=Planted-14-export
aws configure set aws_secret_access_key Planted15xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
curl -u app:Planted-16-curl https://example.com/{INNOCENT}
mysql --password Planted-17-flag -h db
cat > key <<END
-----BEGIN RSA PRIVATE KEY-----
Planted18MIIEpAIBAAKCAQEAxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
-----END RSA PRIVATE KEY-----
END
"""
TEMPLATE_DATA = "#!/bin/sh\necho Planted-19-whatever\n"
CODEBUILD = {
    "DOCKER": "dckr_pat_" + "Planted20xxxxxxxxxxxxxx", "VAULT": "hvs." + "Planted21xxxxxxxxxxxxxxxxxx", "client_secret": "Planted-22-client",
    "PYPI": "pypi-" + "Planted23xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
}
SSM = {
    "/app/db/password": "host=db password=Planted-24-dsn", "/app/jwt": "eyJhbGciOiJIUzI1NiJ9.eyJQbGFudGVkMjUi.Planted25xxxxxxxxx",
    "/app/azure": "DefaultEndpointsProtocol=https;AccountKey=" + "Planted26xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx==",
}
STACK = {"AdminPassword": "Planted-27-output", "Webhook": "https://hooks.slack.com/services/T0/B0/Planted28xxxxxxxx"}
TAGS = {"deploy-token": "Planted-29-tag", "google": "AIza" + "Planted30xxxxxxxxxxxxxxxxxxxxxxxxxx"}


def environment(pairs):
    return [{"name": name, "value": value} for name, value in (pairs | {"PLAIN": INNOCENT}).items()]


def main():
    iam, functions = client("iam"), client("lambda")
    role = iam.create_role(RoleName="planted", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("f.py", "pass")
    functions.create_function(FunctionName="planted", Runtime="python3.12", Role=role, Handler="f.h",
                              Code={"ZipFile": code.getvalue()}, Environment={"Variables": LAMBDA | {"PLAIN": INNOCENT}})
    client("ecs").register_task_definition(family="planted", containerDefinitions=[
        {"name": "app", "image": "app", "memory": 64, "environment": environment(ECS)}])
    tags = [{"Key": name, "Value": value} for name, value in (TAGS | {"plain": INNOCENT}).items()]
    ec2 = client("ec2")
    ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, UserData=USER_DATA,
                      TagSpecifications=[{"ResourceType": "instance", "Tags": tags}])
    data = base64.b64encode(TEMPLATE_DATA.encode()).decode()
    ec2.create_launch_template(LaunchTemplateName="planted", LaunchTemplateData={"UserData": data})
    client("codebuild").create_project(
        name="planted-project", source={"type": "S3", "location": "bucket/path"}, artifacts={"type": "NO_ARTIFACTS"}, serviceRole=role,
        environment={"type": "LINUX_CONTAINER", "image": "x", "computeType": "BUILD_GENERAL1_SMALL", "environmentVariables": environment(CODEBUILD)})
    for name, value in (SSM | {"/app/plain": INNOCENT}).items():
        client("ssm").put_parameter(Name=name, Value=value, Type="String")
    outputs = {name: {"Value": value} for name, value in (STACK | {"Plain": INNOCENT}).items()}
    template = {"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {}}}, "Outputs": outputs}
    client("cloudformation").create_stack(StackName="planted", TemplateBody=json.dumps(template))
    print(json.dumps({"innocent": INNOCENT, "places": 7}))


main()
