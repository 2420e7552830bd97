import { isAbsent } from "@churn/tools/azure/az.mjs";
import { describe, expect, it } from "vitest";

const GROUP = "/subscriptions/s/resourceGroups/g/providers";

describe("what az says of something that is not there", () => {
  it.each([
    "(ResourceNotFound) The Resource 'Microsoft.MachineLearningServices/workspaces/w/onlineEndpoints/e' was not found.",
    `(ParentResourceNotFound) the parent resource '${GROUP}/M/workspaces/w/onlineEndpoints/e' could not be found.`,
    "(UserError) Model churn:7 cannot be found in the registry.",
    "Environment churn-training:abc does not exist.",
    "Error: repository name not known to registry.",
    "manifest unknown",
  ])("is no more than that: %s", (error) => expect(isAbsent(error)).toBe(true));

  it.each([
    "Failed to resolve 'management.azure.com' ([Errno -2] Name or service not known)",
    "(ResourceGroupNotFound) Resource group 'g' could not be found.",
    "(SubscriptionNotFound) The subscription 's' could not be found.",
    "AADSTS700016: Application with identifier 'i' was not found in the directory 't'.",
    "(ResourceNotFound) The Resource 'Microsoft.MachineLearningServices/workspaces/w' under group 'g' was not found.",
    `(ParentResourceNotFound) the parent resource '${GROUP}/M/workspaces/w' could not be found.`,
    "The resource with name 'r' and type 'Microsoft.ContainerRegistry/registries' could not be found in subscription.",
    "(AuthorizationFailed) The client does not have authorization to perform action 'read'.",
  ])("is more: %s", (error) => expect(isAbsent(error)).toBe(false));
});
