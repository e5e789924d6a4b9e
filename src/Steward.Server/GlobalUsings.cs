// Words that every room uses.
global using Steward.Platform.Data;
global using Steward.Platform.Ids;
global using Steward.Platform.Outcomes;
global using Steward.Platform.Time;
// Platform keeps tenants apart and knows no customer; in the rooms above, the tenant is the customer.
global using CustomerId = Steward.Platform.Data.TenantId;
