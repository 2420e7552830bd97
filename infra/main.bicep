// Everything of one environment that Azure keeps: README.md beside this file says how it is deployed and what it costs
targetScope = 'resourceGroup'

@description('Begins the names of all that is made here; two to eight letters')
@minLength(2)
@maxLength(8)
param project string

@description('dev has the GitHub environments dev and staging, prod has production and production-rollback')
@allowed(['dev', 'prod'])
param stage string

@description('Where everything is made')
param location string = resourceGroup().location

@description('Count it up after a destroy: Azure keeps the names of deleted vaults, workspaces and registries for weeks')
@minValue(1)
param generation int = 1

@description('Begins the subject of GitHub\'s tokens: repo:OWNER/NAME, or repo:OWNER@ID/NAME@ID; azure:setup knows which')
param repositorySubject string

@description('Disabled takes private endpoints and runners in your own network')
@allowed(['Enabled', 'Disabled'])
param publicNetworkAccess string

@description('How the table, the models and the logs of jobs are replicated')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS'])
param storageSku string

@description('Size of the machines that train')
param vmSize string

@description('How many train at most; none stays when there is nothing to do')
@minValue(1)
param maxNodes int

@description('A deleted vault can be purged by nobody before its time is over')
param purgeProtection bool

var unique = take(uniqueString(resourceGroup().id, string(generation)), 6)
var workspaceName = 'mlw-${project}-${stage}-${unique}'
var containerRegistryName = 'cr${project}${stage}${unique}'
var storageName = 'st${project}${stage}${unique}'
var vaultName = 'kv-${project}-${stage}-${unique}'
var insightsName = 'appi-${project}-${stage}'
var computeIdentityName = 'id-${project}-compute-${stage}'
var modelRegistryName = 'mlr-${project}-${unique}'
var isProd = stage == 'prod'
// of GitHub, and what each does
var environmentsOf = {
  dev: [
    { name: 'dev', task: 'train' }
    { name: 'staging', task: 'deploy' }
  ]
  prod: [
    { name: 'production', task: 'deploy' }
    { name: 'production-rollback', task: 'rollback' }
  ]
}
var environments = environmentsOf[stage]
var tags = {
  project: project
  stage: stage
  'made-by': 'infra/main.bicep'
}

module stores 'modules/stores.bicep' = {
  name: 'stores'
  params: {
    location: location
    tags: tags
    storageName: storageName
    storageSku: storageSku
    vaultName: vaultName
    purgeProtection: purgeProtection
    containerRegistryName: containerRegistryName
    logsName: 'log-${project}-${stage}'
    insightsName: insightsName
    publicNetworkAccess: publicNetworkAccess
  }
}

module workspace 'modules/workspace.bicep' = {
  name: 'workspace'
  params: {
    location: location
    tags: tags
    name: workspaceName
    storageName: storageName
    vaultName: vaultName
    containerRegistryName: containerRegistryName
    insightsName: insightsName
    computeIdentityName: computeIdentityName
    readsSecrets: isProd // the weekly drift job
    vmSize: vmSize
    maxNodes: maxNodes
    publicNetworkAccess: publicNetworkAccess
  }
  dependsOn: [stores]
}

module identities 'modules/identity.bicep' = [
  for environment in environments: {
    name: 'identity-${environment.name}'
    params: {
      location: location
      tags: tags
      name: 'id-${project}-${environment.name}'
      task: environment.task
      subject: '${repositorySubject}:environment:${environment.name}'
      workspaceName: workspaceName
      storageName: storageName
      containerRegistryName: containerRegistryName
    }
    dependsOn: [workspace]
  }
]

module modelRegistry 'modules/model-registry.bicep' = if (isProd) {
  name: 'model-registry'
  params: {
    location: location
    tags: tags
    name: modelRegistryName
    writerName: 'id-${project}-staging'
    writerGroup: 'rg-${project}-dev'
    readerName: 'id-${project}-production'
    computeIdentityName: computeIdentityName
    publicNetworkAccess: publicNetworkAccess
  }
  dependsOn: [identities]
}

// `npm run azure:setup` puts these into GitHub's variables
output workspace string = workspaceName
output containerRegistry string = stores.outputs.containerRegistryServer
output keyVault string = vaultName
output modelRegistry string = isProd ? modelRegistryName : ''
output endpoint string = '${project}-${isProd ? 'production' : 'staging'}-${unique}'
output clientIds array = [
  for (environment, index) in environments: {
    environment: environment.name
    task: environment.task
    clientId: identities[index].outputs.clientId
  }
]
