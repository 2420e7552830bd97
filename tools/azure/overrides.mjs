// What the workflows write over the YAML of Azure ML: `az ml … create --file FILE --set KEY=VALUE …`

const CHAMPION_READERS = ["evaluate", "release"];

/**
 * pipelines/training-pipeline.yaml. `data`: version of the asset customers; `champion`: absolute path of a folder with
 * champion.json and artifacts/champion, as `npm run champion` leaves them. The environment can't be set this way: that
 * of a job is dropped where a component has one, see training-version.mjs.
 */
export const trainingOverrides = ({ displayName, branch, commit, data, champion = "" }) => ({
  display_name: displayName,
  "tags.branch": plain(branch),
  "tags.commit": commit,
  "inputs.branch": plain(branch),
  "inputs.commit": commit,
  "inputs.data.path": `azureml:customers:${data}`,
  ...(champion && Object.assign({}, ...CHAMPION_READERS.map((stage) => folderInput(stage, "champion", champion)))),
});

const folderInput = (job, input, path) => ({
  [`jobs.${job}.inputs.${input}.type`]: "uri_folder",
  [`jobs.${job}.inputs.${input}.path`]: path,
});

/** environments/training-env.yaml and scoring-env.yaml. */
export const environmentOverrides = ({ version, image }) => ({ version, image });

/** endpoints/customers.yaml: the md5 in data.dvc. */
export const dataOverrides = ({ version }) => ({ version });

/** endpoints/staging.yaml and production.yaml. */
export const endpointOverrides = ({ name }) => ({ name });

/** endpoints/deployment.yaml. `colour`: blue or green; `environment`: of churn-scoring, `model`: of the registry, versions. */
export const deploymentOverrides = ({ colour, endpoint, environment, registry, model, instances }) => ({
  name: colour,
  endpoint_name: endpoint,
  environment: `azureml:churn-scoring:${environment}`,
  model: registered(registry, model),
  instance_count: instances,
});

/** pipelines/drift-schedule.yaml. `vault`: https://NAME.vault.azure.net; `repository`: OWNER/NAME. */
export const driftOverrides = ({ registry, model, vault, repository }) => ({
  "create_job.inputs.model.path": registered(registry, model),
  "create_job.inputs.key_vault": vault,
  "create_job.inputs.repository": repository,
});

/** As the command line takes them. */
export const setArguments = (overrides) => [
  "--set",
  ...Object.entries(overrides).map(([key, value]) => `${key}=${value}`),
];

const registered = (registry, version) => `azureml://registries/${registry}/models/churn/versions/${version}`;

/** A branch may be called $(reboot), and its name comes to a shell. */
const plain = (branch) => branch.replaceAll(/[^\w./-]/g, "-");
