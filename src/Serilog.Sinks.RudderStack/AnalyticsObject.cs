using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Plans;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack;

/// <summary>Properties, traits, context or integrations of a call, given without reflection: for trimmed and Native AOT programs.</summary>
/// <remarks>
/// A <see cref="JsonObject"/> or a dictionary converts by itself; <see cref="From{T}(T, JsonTypeInfo{T})"/> takes an object of a
/// type of your own with what the source generator of System.Text.Json made for it. Names are sent as they are. It keeps the
/// object and not a copy; the typed method that takes it reads it before it returns.
/// </remarks>
[SuppressMessage("Design", "CA1815", Justification = "Nobody compares arguments.")]
public readonly struct AnalyticsObject
{
    AnalyticsObject(object? value) => Value = value;

    /// <summary>What the helpers read; null for none.</summary>
    internal object? Value { get; }

    /// <summary>Takes a JSON object.</summary>
    /// <param name="json">The object; null for none.</param>
    public static implicit operator AnalyticsObject(JsonObject? json) => new(json);

    // Whether its values may be null is the caller's business: a declaration either way would warn at the other.
#nullable disable annotations
#pragma warning disable RS0041 // Oblivious on purpose.

    /// <summary>Takes a dictionary.</summary>
    /// <param name="dictionary">The dictionary; null for none.</param>
    public static implicit operator AnalyticsObject(Dictionary<string, object> dictionary) => new(dictionary);

    /// <summary>Takes a dictionary of text.</summary>
    /// <param name="dictionary">The dictionary; null for none.</param>
    public static implicit operator AnalyticsObject(Dictionary<string, string> dictionary) => new(dictionary);

#pragma warning restore RS0041
#nullable restore annotations

    /// <summary>Takes a dictionary of flags, such as integrations.</summary>
    /// <param name="dictionary">The dictionary; null for none.</param>
    public static implicit operator AnalyticsObject(Dictionary<string, bool>? dictionary) => new(dictionary);

    /// <summary>Takes an object of any type with its source-generated description.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="value">The object, which is serialised when a logger takes the call; null for none.</param>
    /// <param name="typeInfo">A property of a class derived from <c>JsonSerializerContext</c>, whose options also decide the names.</param>
    /// <returns>The argument for a typed method.</returns>
    /// <exception cref="ArgumentNullException">The description is null.</exception>
    public static AnalyticsObject From<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        Guard.NotNull(typeInfo, nameof(typeInfo));
        return new(value is null ? null : new Described<T>(value, typeInfo));
    }

    /// <summary>Takes any other dictionary, or pairs.</summary>
    /// <typeparam name="TValue">The type of the values.</typeparam>
    /// <param name="pairs">The pairs; null for none.</param>
    /// <returns>The argument for a typed method.</returns>
    public static AnalyticsObject From<TValue>(IEnumerable<KeyValuePair<string, TValue>>? pairs) =>
        new(pairs?.Select(static pair => new KeyValuePair<string, object?>(pair.Key, pair.Value)));

    /// <summary>Takes properties or traits whose class was generated from a tracking plan; for generated code.</summary>
    /// <param name="planned">The object; null for none.</param>
    /// <returns>The argument for a typed method.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static AnalyticsObject Planned(IPlannedMessage? planned) => new(planned);

    internal LogEventPropertyValue? Read(Capture capture) => Value switch
    {
        null => JsonValues.Null,
        IDescribed described => JsonValues.Of(described.ToJson()),
        _ => ValueTypes.ReaderOf(Value.GetType())?.Invoke(Value, capture),
    };

    /// <summary>What a front end hands to its logger in place of this.</summary>
    /// <returns>The dictionary or JSON, or this where only the sink can read it; null for none.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? ToArgument() => Value is IDescribed ? this : Value;

    interface IDescribed
    {
        JsonElement ToJson();
    }

    sealed class Described<T>(T value, JsonTypeInfo<T> typeInfo) : IDescribed
    {
        public JsonElement ToJson() => JsonSerializer.SerializeToElement(value, typeInfo);
    }
}
