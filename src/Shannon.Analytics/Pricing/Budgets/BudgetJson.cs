using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>The documents of budgets as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Budget))]
[JsonSerializable(typeof(BudgetAccount))]
[JsonSerializable(typeof(BudgetExceededFacts))]
internal sealed partial class BudgetJson : JsonSerializerContext
{
    internal static string Write(Budget budget) => JsonSerializer.Serialize(budget, Default.Budget);

    internal static string Write(BudgetAccount account) => JsonSerializer.Serialize(account, Default.BudgetAccount);

    internal static Budget ReadBudget(StateEntry entry) => Read(entry, Default.Budget);

    internal static BudgetAccount ReadAccount(StateEntry entry) => Read(entry, Default.BudgetAccount);

    // A limit that cannot be read must not let everything through.
    private static T Read<T>(StateEntry entry, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(entry.Value, type) ?? throw new JsonException();
        }
        catch (JsonException error)
        {
            throw new StoreCorruptException($"The document '{entry.Id}' of the kind '{entry.Kind}' is not one of this release. Delete the budget and create it again.", error);
        }
    }
}
