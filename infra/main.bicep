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

@description('GitHub environments, and what each does: train, deploy or rollback')
param environments array

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

@description('Resource group of the staging identity, which may write to the model registry; empty: no model registry is made here')
param modelWriterGroup string = ''

var unique = take(uniqueString(resourceGroup().id, string(generation)), 6)
var workspaceName = 'mlw-${project}-${stage}-${unique}'
var containerRegistryName = 'cr${project}${stage}${unique}'
var storageName = 'st${project}${stage}${unique}'
var vaultName = 'kv-${project}-${stage}-${unique}'
var modelRegistryName = 'mlr-${project}-${unique}'
var withModelRegistry = !empty(modelWriterGroup)
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
    insightsName: 'appi-${project}-${stage}'
    publicNetworkAccess: publicNetworkAccess
  }
}

module workspace 'modules/workspace.bicep' = {
  name: 'workspace'
  params: {
    location: location
    tags: tags
    name: workspaceName
    storageName: stores.outputs.storageName
    vaultName: stores.outputs.vaultName
    containerRegistryName: stores.outputs.containerRegistryName
    insightsName: stores.outputs.insightsName
    computeIdentityName: 'id-${project}-compute-${stage}'
    vmSize: vmSize
    maxNodes: maxNodes
    publicNetworkAccess: publicNetworkAccess
  }
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
      workspaceName: workspace.outputs.name
      storageName: stores.outputs.storageName
      containerRegistryName: stores.outputs.containerRegistryName
    }
  }
]

module modelRegistry 'modules/model-registry.bicep' = if (withModelRegistry) {
  name: 'model-registry'
  params: {
    location: location
    tags: tags
    name: modelRegistryName
    writerName: 'id-${project}-staging'
    writerGroup: modelWriterGroup
    readerName: 'id-${project}-production'
    publicNetworkAccess: publicNetworkAccess
  }
  dependsOn: [identities]
}

// `npm run azure:setup` puts these into GitHub's variables
output workspace string = workspace.outputs.name
output containerRegistry string = stores.outputs.containerRegistryServer
output keyVault string = stores.outputs.vaultName
output modelRegistry string = withModelRegistry ? modelRegistryName : ''
output endpoint string = '${project}-${stage == 'prod' ? 'production' : 'staging'}-${unique}'
output clientIds array = [
  for (environment, index) in environments: {
    environment: environment.name
    task: environment.task
    clientId: identities[index].outputs.clientId
  }
]
