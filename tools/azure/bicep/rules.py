"""What must stand in the files, and checkov does not look at, or can't see behind a parameter."""

import json
import re

from tree import body, decorators, find, text, walk

BY_PARAMETER = "publicNetworkAccess"

# type → path → source text
MUST = {
    "Microsoft.Storage/storageAccounts": {
        "properties.allowBlobPublicAccess": "false",
        "properties.allowCrossTenantReplication": "false",
        "properties.allowSharedKeyAccess": "false",
        "properties.isLocalUserEnabled": "false",
        "properties.minimumTlsVersion": "'TLS1_2'",
        "properties.networkAcls.defaultAction": "otherNetworks",
        "properties.publicNetworkAccess": BY_PARAMETER,
        "properties.supportsHttpsTrafficOnly": "true",
    },
    "Microsoft.KeyVault/vaults": {
        "properties.enablePurgeProtection": "purgeProtection ? true : null",
        "properties.enableRbacAuthorization": "true",
        "properties.enableSoftDelete": "true",
        "properties.softDeleteRetentionInDays": "90",
        "properties.networkAcls.defaultAction": "otherNetworks",
        "properties.publicNetworkAccess": BY_PARAMETER,
    },
    "Microsoft.ContainerRegistry/registries": {
        "properties.adminUserEnabled": "false",
        "properties.anonymousPullEnabled": "false",
        "properties.publicNetworkAccess": BY_PARAMETER,
    },
    "Microsoft.MachineLearningServices/workspaces": {
        "identity.type": "'SystemAssigned'",
        "properties.publicNetworkAccess": BY_PARAMETER,
        "properties.systemDatastoresAuthMode": "'Identity'",
    },
    "Microsoft.MachineLearningServices/workspaces/computes": {
        "identity.type": "'UserAssigned'",
        "properties.disableLocalAuth": "true",
        "properties.properties.remoteLoginPortPublicAccess": "'Disabled'",
        "properties.properties.scaleSettings.minNodeCount": "0",
    },
    "Microsoft.MachineLearningServices/registries": {
        "properties.publicNetworkAccess": BY_PARAMETER,
        "properties.regionDetails.0.storageAccountDetails.0.systemCreatedStorageAccount.allowBlobPublicAccess": "false",
    },
    "Microsoft.ManagedIdentity/userAssignedIdentities": {},
    "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials": {
        "properties.audiences": "['api://AzureADTokenExchange']",
        "properties.issuer": "'https://token.actions.githubusercontent.com'",
        "properties.subject": "subject",
    },
    "Microsoft.OperationalInsights/workspaces": {},
    "Microsoft.Insights/components": {},
    "Microsoft.Authorization/roleAssignments": {
        "properties.principalType": "'ServicePrincipal'",
    },
}
UNTAGGED = {
    "Microsoft.Authorization/roleAssignments",
    "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
}

# Azure's limits for names of main.bicep, and the longest of what they are made of
LONGEST = {"containerRegistryName": 50, "modelRegistryName": 32, "storageName": 24, "vaultName": 24, "workspaceName": 33}
LONGEST_ENDPOINT = 32
UNIQUE = 6


def rules(files):
    made = [(file, kind, thing) for file in files for kind, thing in file.made()]
    for kind, wishes in MUST.items():
        things = [(file, thing) for file, other, thing in made if other == kind]
        if not things:
            yield f"{kind}: none is made"
        tags = {} if kind in UNTAGGED else {"tags": "tags"}
        for file, thing in things:
            for path, wish in {**wishes, **tags}.items():
                value = find(thing, path)
                if value is None or text(value) != wish:
                    yield file.at(value or thing, f"{kind}: {path} must be {wish}")


def roles(files, folder):
    known = json.loads((folder / "roles.json").read_text())
    used = set()
    for file in files:
        for kind, thing in file.made():
            if kind != "Microsoft.Authorization/roleAssignments":
                continue
            named, given = (roles_in(text(find(thing, path))) for path in ("name", "properties.roleDefinitionId"))
            if find(thing, "scope") is None:
                yield file.at(thing, "a role without a scope holds for the whole resource group")
            if len(given) != 1 or named != given or not given <= known.keys():
                yield file.at(thing, f"one role of roles.json, the same in its name, is wanted, and here is {given or 'none'}")
            if not names_its_principal(file, thing):
                yield file.at(thing, "its name must be of the identity's id, or of the principal's where that is another group's")
            used |= given
    yield from (f"roles.json: {name} is given to nobody" for name in known.keys() - used)


def names_its_principal(file, thing):
    """An identity that is made anew has its old id and a new principal, and Azure refuses that under the old name."""
    identity, of_identity, _ = text(find(thing, "properties.principalId")).partition(".properties.")
    declaration = file.resources.get(identity)
    if of_identity and find(body(declaration), "scope") is not None:
        return False
    return (f"{identity}.id" if of_identity else identity) in text(find(thing, "name"))


def roles_in(source):
    return {a or b for a, b in re.findall(r"\broles(?:\.(\w+)|\['([^']+)'\])", source)}


def no_keys(files):
    for file in files:
        for node in walk(file.root):
            if node.type in ("identifier", "property_identifier") and re.match(r"list[A-Z]\w*", text(node)):
                yield file.at(node, f"{text(node)}: a key is asked for, and nothing here has one")


def lengths(main):
    longest = {"project": int(text(decorators(main.params["project"])["maxLength"].named_children[0])), "unique": UNIQUE}
    longest["stage"] = max(len(text(stage)) - 2 for stage in decorators(main.params["stage"])["allowed"].named_children[0].named_children)
    limits = {name: (main.variables.get(name), limit) for name, limit in LONGEST.items()}
    limits["endpoint"] = (main.outputs.get("endpoint"), LONGEST_ENDPOINT)
    for name, (node, limit) in limits.items():
        if node is None:
            yield f"{main.name}: {name} is not there"
        elif (length := longest_of(node.named_children[-1], longest)) > limit:
            yield main.at(node, f"{name} may become {length} long, and Azure allows {limit}")


def longest_of(node, longest):
    if node.type == "string":
        return sum(longest_of(part, longest) for part in node.named_children)
    if node.type == "interpolation":
        return longest_of(node.named_children[0], longest)
    if node.type == "ternary_expression":
        return max(longest_of(part, longest) for part in node.named_children[1:])
    return longest[text(node)] if node.type == "identifier" else len(text(node))
