//! AWS: IAM and S3 through the SDK, over the one wire.
