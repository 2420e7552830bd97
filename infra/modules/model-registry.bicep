// Models that every workspace can deploy: staging writes them, production and its drift job read them
param location string
param tags object
param name string
param writerName string
param writerGroup string
param readerName string
param computeIdentityName string

@allowed(['Enabled', 'Disabled'])
param publicNetworkAccess string

var roles = loadJsonContent('../roles.json')

resource registry 'Microsoft.MachineLearningServices/registries@2025-09-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    publicNetworkAccess: publicNetworkAccess
    regionDetails: [
      {
        location: location
        acrDetails: [
          {
            systemCreatedAcrAccount: {
              acrAccountSku: 'Premium' // it takes no other
            }
          }
        ]
        storageAccountDetails: [
          {
            systemCreatedStorageAccount: {
              allowBlobPublicAccess: false
              storageAccountHnsEnabled: false
              storageAccountType: 'Standard_LRS'
            }
          }
        ]
      }
    ]
  }
}

resource writer 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  scope: resourceGroup(writerGroup)
  name: writerName
}

module writes 'model-writer.bicep' = {
  name: 'model-writer'
  params: {
    registryName: registry.name
    #disable-next-line what-if-short-circuiting // what-if leaves out this one role
    principalId: writer.properties.principalId
  }
}

resource reader 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: readerName
}

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, reader.id, roles.Reader)
  properties: {
    principalId: reader.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.Reader)
  }
}

// The weekly drift job
resource compute 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: computeIdentityName
}

resource computeReads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, compute.id, roles.Reader)
  properties: {
    principalId: compute.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.Reader)
  }
}
