// What the jobs of one GitHub environment log in as, with no secret, and what they may do
param location string
param tags object
param name string

@allowed(['train', 'deploy', 'rollback'])
param task string

@description('repo:…:environment:NAME, to the letter as GitHub sends it')
param subject string
param workspaceName string
param storageName string
param containerRegistryName string

var roles = loadJsonContent('../roles.json')

resource workspace 'Microsoft.MachineLearningServices/workspaces@2025-09-01' existing = {
  name: workspaceName
}

resource storage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: storageName
}

resource containerRegistry 'Microsoft.ContainerRegistry/registries@2025-11-01' existing = {
  name: containerRegistryName
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

resource github 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2024-11-30' = {
  parent: identity
  name: 'github'
  properties: {
    issuer: 'https://token.actions.githubusercontent.com'
    subject: subject
    audiences: ['api://AzureADTokenExchange']
  }
}

// Jobs, models, endpoints and their traffic, but neither compute nor the workspace itself
resource works 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: workspace
  name: guid(workspace.id, identity.id, roles['AzureML Data Scientist'])
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['AzureML Data Scientist'])
  }
}

// Code and the table go up, outputs come down
resource data 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (task == 'train') {
  scope: storage
  name: guid(storage.id, identity.id, roles['Storage Blob Data Contributor'])
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Storage Blob Data Contributor'])
  }
}

// The image that trains
resource pushes 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (task == 'train') {
  scope: containerRegistry
  name: guid(containerRegistry.id, identity.id, roles.AcrPush)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.AcrPush)
  }
}

// The image that scores, by its digest
resource imports 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (task == 'deploy') {
  scope: containerRegistry
  name: guid(containerRegistry.id, identity.id, roles['Container Registry Data Importer and Data Reader'])
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Container Registry Data Importer and Data Reader'])
  }
}

output clientId string = identity.properties.clientId
