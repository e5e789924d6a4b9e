// The OpenAPI document says what the JSON really looks like: ids are GUIDs, numbers are numbers, what stands in the path is not asked for again, routes that are going are marked.
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Steward.Platform.Web;

static partial class ApiDocument
{
    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", Describe);

    static void Describe(OpenApiOptions options)
    {
        // What most generators read; 3.1 says nothing more about this API.
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Steward API";
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var marks = context.Description.ActionDescriptor.EndpointMetadata;
            operation.Deprecated |= marks.OfType<Going>().Any();
            AddPath(operation, context.Description.RelativePath ?? "", marks.OfType<VerbMark>().FirstOrDefault());
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Correct(schema, context.JsonTypeInfo);
            // What has no value is left out of an answer, so nothing that may be null can be counted on.
            foreach (var property in context.JsonTypeInfo.Properties.Where(p => p.IsGetNullable || Nullable.GetUnderlyingType(p.PropertyType) is not null)) schema.Required?.Remove(property.Name);
            foreach (var verb in context.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints.Select(e => e.Metadata.GetMetadata<VerbMark>()).Where(v => v?.Ask == context.JsonTypeInfo.Type).Take(1))
                foreach (Match part in Placeholder().Matches(verb!.Path))
                {
                    schema.Properties?.Remove(part.Groups[1].Value);
                    schema.Required?.Remove(part.Groups[1].Value);
                }
            return Task.CompletedTask;
        });
    }

    /// <summary>A verb reads its path by itself, so that the framework does not know what stands there.</summary>
    static void AddPath(OpenApiOperation operation, string path, VerbMark? verb)
    {
        foreach (var name in Placeholder().Matches(path).Select(m => m.Groups[1].Value).Where(name => operation.Parameters?.Any(p => p.Name == name) != true))
        {
            var type = verb?.Ask.GetProperties().FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.PropertyType;
            (operation.Parameters ??= []).Add(new OpenApiParameter { Name = name, In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = type is null || IsId(type) ? "uuid" : null } });
        }
    }

    static void Correct(OpenApiSchema schema, JsonTypeInfo info)
    {
        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        var maybe = type == info.Type ? 0 : JsonSchemaType.Null;
        if (IsId(type)) (schema.Type, schema.Format) = (JsonSchemaType.String | maybe, "uuid");
        // Answers to designed questions, each by its key: texts, numbers, yes and no.
        else if (type == typeof(System.Text.Json.Nodes.JsonObject)) (schema.Type, schema.AdditionalProperties) = (JsonSchemaType.Object | (schema.Type & JsonSchemaType.Null ?? 0), new OpenApiSchema());
        else if (type.IsEnum) schema.Type = JsonSchemaType.String | maybe;
        // Forms send numbers as texts, which is nothing that a program need know.
        else if (!type.IsEnum && Type.GetTypeCode(type) is TypeCode.Int32 or TypeCode.Int64 or TypeCode.Int16 or TypeCode.Byte) (schema.Type, schema.Pattern) = (JsonSchemaType.Integer | maybe, null);
        else if (Type.GetTypeCode(type) is TypeCode.Decimal or TypeCode.Double or TypeCode.Single) (schema.Type, schema.Pattern) = (JsonSchemaType.Number | maybe, null);
    }

    static bool IsId(Type type) => type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));

    [GeneratedRegex(@"\{(\w+)[^}]*\}")] private static partial Regex Placeholder();
}
