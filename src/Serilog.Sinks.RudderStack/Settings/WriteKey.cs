using System.Text;

namespace Serilog.Sinks.RudderStack.Settings;

/// <summary>The write key's rules, and its form in the <c>Authorization</c> header.</summary>
static class WriteKey
{
    const string Option = "writeKey";

    public static void Check(string? writeKey, OptionFaults faults)
    {
        if (string.IsNullOrWhiteSpace(writeKey))
            faults.Add(Option, "is empty; write the key that RudderStack shows on the source's Setup page.");
        else if (writeKey!.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            faults.Add(Option, "contains a space, a line break or another control character; write the key alone.");
        else if (writeKey!.Contains(':'))
            faults.Add(Option, "contains a colon, where HTTP basic authentication ends the user name; write the key alone.");
    }

    /// <summary>Whether a text is or holds what may be a write key in a wrong place: RudderStack's have 27 letters and digits.</summary>
    /// <remarks>No name of an option is as long, and none has a digit.</remarks>
    public static bool IsLike(string text)
    {
        var words = new string([.. text.Select(static c => char.IsLetterOrDigit(c) || c is '-' or '_' or '+' or '/' or '=' ? c : ' ')]).Split(' ');
        return words.Any(static word => word.Length >= 16 && (word.Length >= 27 || word.Any(char.IsDigit)));
    }

    /// <summary>The key as user name with an empty password, as the gateway expects it.</summary>
    public static string ToBasicCredentials(string writeKey) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(writeKey + ":"));
}
