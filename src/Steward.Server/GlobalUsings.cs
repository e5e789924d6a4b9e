// Words that every room uses.
global using Steward.Platform.Ids;
global using Steward.Platform.Results;
global using Steward.Platform.Time;
