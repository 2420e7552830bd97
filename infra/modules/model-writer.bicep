// Who writes models is made in another group, and anew when that is destroyed: Azure refuses a new principal under the
// name of the old one's role, so the name is made of the principal
param registryName string
param principalId string

var roles = loadJsonContent('../roles.json')

resource registry 'Microsoft.MachineLearningServices/registries@2025-09-01' existing = {
  name: registryName
}

resource writes 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, principalId, roles['AzureML Registry User'])
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['AzureML Registry User'])
  }
}
