using System.Text;
using System.Text.RegularExpressions;
using RudderStack.TrackingPlans.Model;

namespace RudderStack.TrackingPlans.Reading;

/// <summary>Reads the specs that others refer to: properties, events, categories and custom types.</summary>
sealed class SpecReader(Dialect dialect, FaultList faults, Entries entries, Action<Action> later)
{
    static readonly Regex CustomTypeName = new(@"\A[A-Z][A-Za-z0-9_-]{1,64}\z", RegexOptions.CultureInvariant);

    readonly TypeReader _types = new(dialect, faults, entries, later);

    public void ReadProperties(Fields spec) => ReadEach(spec, "properties", EntryKind.Property, static (id, place) => new PlanProperty(id, place), ReadProperty);

    public void ReadEvents(Fields spec) => ReadEach(spec, "events", EntryKind.Event, static (id, place) => new PlanEvent(id, place), ReadEvent);

    public void ReadCategories(Fields spec) => ReadEach(spec, "categories", EntryKind.Category, static (id, place) => new PlanCategory(id, place), ReadCategory);

    public void ReadCustomTypes(Fields spec) => ReadEach(spec, "types", EntryKind.CustomType, static (id, place) => new CustomType(id, place), ReadCustomType);

    void ReadEach<T>(Fields spec, string key, EntryKind kind, Func<string, Place, T> make, Action<Fields, T> read)
        where T : PlanEntry
    {
        spec.AllowOnly(dialect, key);
        foreach (var mapping in spec.Mappings(key))
        {
            var fields = new Fields(mapping, faults);
            var entry = make(fields.Required("id", "order_id"), mapping.Place);
            read(fields, entry);
            entry.HasFault |= fields.HasFault;
            if (entry.Id.Length > 0)
                entries.Add(kind, entry, fields.PlaceOf("id"));
        }
    }

    void ReadProperty(Fields fields, PlanProperty property)
    {
        const int longest = 65;
        fields.AllowOnly(dialect, "id", "name", "description", "type", "types", "item_type", "item_types", "config");
        var before = faults.Count;
        property.Name = fields.Required("name", "order_id");
        if (faults.Count == before)
        {
            if (property.Name.Trim() != property.Name)
                fields.Fault("name", $"The name \"{property.Name}\" begins or ends with a blank.");
            else if (Fields.LengthOf(property.Name) > longest)
                fields.Fault("name", $"A name has at most {longest} characters; this one has {Fields.LengthOf(property.Name)}.");
        }

        property.Description = fields.Description(beginsWithLetter: false);
        property.Type = _types.OfProperty(fields, property);
        later(() =>
        {
            if (property.Name.Length > 0)
                entries.AddUnique(EntryKind.Property, $"The name \"{property.Name}\" with the type {Describe(property.Type)}", property, fields.PlaceOf("name"));
        });
    }

    static string Describe(PlanType type)
    {
        var text = type.IsAny ? "any" : type.Custom?.Name ?? string.Join(", ", PrimitiveNames.Of(type.Types));
        return type.Items is { } items ? $"{text} of {Describe(items)}" : text;
    }

    void ReadEvent(Fields fields, PlanEvent planned)
    {
        const int mostBytes = 64;
        fields.AllowOnly(dialect, "id", "name", "event_type", "description", "category");
        planned.Description = fields.Description(beginsWithLetter: true);
        var word = fields.Required("event_type", "track");
        var kind = word switch
        {
            "track" => EventKind.Track,
            "identify" => EventKind.Identify,
            "group" => EventKind.Group,
            "page" => EventKind.Page,
            "screen" => (EventKind?)EventKind.Screen,
            _ => null,
        };
        if (kind is null && word.Length > 0)
            fields.Fault("event_type", $"{word} is no type of event. Types are track, identify, group, page, screen.");
        planned.Kind = kind ?? EventKind.Track;

        if (kind == EventKind.Track)
        {
            planned.Name = fields.Required("name", "Order Completed");
            if (Encoding.UTF8.GetByteCount(planned.Name) > mostBytes)
                fields.Fault("name", $"The name of a track event has at most {mostBytes} bytes in UTF-8; this one has {Encoding.UTF8.GetByteCount(planned.Name)}.");
        }
        else if (kind is not null && fields.Text("name") is not null)
        {
            fields.Fault("name", $"Only a track event has a name. Delete it: the type {word} says everything.");
        }

        if (kind is not null)
            entries.AddUnique(EntryKind.Event, kind == EventKind.Track ? $"The track event \"{planned.Name}\"" : $"The event of type {word}", planned, fields.PlaceOf(kind == EventKind.Track ? "name" : "event_type"));

        if (fields.Text("category") is not { } reference)
            return;
        if (dialect.IdOf(reference, EntryKind.Category) is not { } id)
        {
            fields.Fault("category", $"{reference} is no reference to a category. Write {dialect.ReferenceTo(EntryKind.Category)}.");
            return;
        }

        later(() =>
        {
            planned.Category = (PlanCategory?)entries.Find(EntryKind.Category, id);
            if (planned.Category is not null)
                return;

            planned.HasFault = true;
            faults.Add(FaultKind.Reference, fields.PlaceOf("category"), $"No category has the id {id}; {entries.Known(EntryKind.Category)}.");
        });
    }

    void ReadCategory(Fields fields, PlanCategory category)
    {
        fields.AllowOnly(dialect, "id", "name");
        category.Name = fields.DisplayName("name");
        if (category.Name.Length > 0)
            entries.AddUnique(EntryKind.Category, $"The name \"{category.Name}\"", category, fields.PlaceOf("name"));
    }

    void ReadCustomType(Fields fields, CustomType type)
    {
        fields.AllowOnly(dialect, "id", "name", "description", "type", "item_type", "item_types", "config", "properties", "variants");
        type.Name = fields.Required("name", "Address");
        if (type.Name.Length > 0 && !CustomTypeName.IsMatch(type.Name))
            fields.Fault("name", $"The name {type.Name} of a custom type has 2 to 65 characters, begins with a capital letter from A to Z, and has only such letters, digits, _ and - in it.");
        else if (type.Name.Length > 0)
            entries.AddUnique(EntryKind.CustomType, $"The name {type.Name}", type, fields.PlaceOf("name"));

        type.Description = fields.Description(beginsWithLetter: true);
        type.Type = _types.OfCustomType(fields, type);
        later(() =>
        {
            var before = faults.Count;
            var uses = new UseReader(dialect, faults, entries);
            type.Properties = uses.ReadFlat(fields, "properties");
            type.Variant = uses.ReadVariant(fields, type.Properties, $"the custom type {type.Name}");
            if (type.Variant is not null && type.Type.Types != PrimitiveTypes.Object)
                fields.Fault("variants", "Only a custom type of type object has variants.");
            type.HasFault |= faults.Count > before;
        });
    }
}
