using System.ComponentModel.DataAnnotations;

namespace WebShop.Pages;

/// <summary>The fields of the form.</summary>
public sealed class SignUpInput
{
    [Required(ErrorMessage = "Please tell us your name.")]
    [StringLength(100, ErrorMessage = "At most 100 characters, please.")]
    public string Name { get; set; } = "";

    [Required(ErrorMessage = "Please give an e-mail address.")]
    [EmailAddress(ErrorMessage = "This is no e-mail address.")]
    [StringLength(254, ErrorMessage = "At most 254 characters, please.")]
    public string Email { get; set; } = "";

    [StringLength(100, ErrorMessage = "At most 100 characters, please.")]
    public string? Company { get; set; }
}
