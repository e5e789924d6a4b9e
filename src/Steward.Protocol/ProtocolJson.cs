// The JSON of the protocol, made at build time so that the probe needs no reflection.
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Steward.Protocol;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Enrol))]
[JsonSerializable(typeof(Enrolled))]
[JsonSerializable(typeof(WorkList))]
[JsonSerializable(typeof(Batch))]
[JsonSerializable(typeof(Taken))]
[JsonSerializable(typeof(CheckResult))]
public sealed partial class ProtocolJson : JsonSerializerContext;
