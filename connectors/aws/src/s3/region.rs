//! A client per region, made when it is first needed: a bucket answers in its own region only.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use aws_config::{Region, SdkConfig};
use aws_sdk_s3::Client;

use crate::http::NameOperation;
use crate::settings::Settings;

/// The clients.
#[derive(Debug)]
pub(super) struct Clients {
    config: SdkConfig,
    path_style: bool,
    /// Another server for S3 alone.
    endpoint: Option<String>,
    /// The region of the settings.
    pub(super) home: String,
    made: Mutex<BTreeMap<String, Client>>,
}

impl Clients {
    pub(super) fn new(settings: &Settings, config: &SdkConfig) -> Self {
        let home = settings.region.clone();
        let endpoint = settings.endpoints.get("s3").cloned();
        let path_style = settings.force_path_style || endpoint.is_some();
        Self { config: config.clone(), path_style, endpoint, home, made: Mutex::default() }
    }

    /// The client of a region.
    pub(super) fn of(&self, region: &str) -> Client {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(region.to_owned()).or_insert_with(|| self.make(region)).clone()
    }

    fn make(&self, region: &str) -> Client {
        let mut config = aws_sdk_s3::config::Builder::from(&self.config)
            .region(Region::new(region.to_owned()))
            .force_path_style(self.path_style)
            .disable_s3_express_session_auth(true)
            .interceptor(NameOperation);
        if let Some(endpoint) = &self.endpoint {
            config = config.endpoint_url(endpoint);
        }
        Client::from_conf(config.build())
    }
}
